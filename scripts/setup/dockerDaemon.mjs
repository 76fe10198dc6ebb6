import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, closeSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { asRoot, runAsRoot, findExecutable, tail } from './run.mjs';
import { askDocker } from './dockerConnection.mjs';
import { setupStateFolder } from './folders.mjs';
import { say, SetupError } from './say.mjs';

const PID_FILE = '/var/run/docker.pid';
const ANSWER_SECONDS = 60;
const LISTENING = 'API listen on';

const folder = () => join(setupStateFolder(), 'docker');
const note = () => join(folder(), 'started.json');
const users = () => join(folder(), 'users');
const log = () => join(folder(), 'dockerd.log');

/** Starts the installed Engine and notes that it is ours to stop. */
export async function startDaemon({ endpoint, signal }) {
  mkdirSync(users(), { recursive: true });
  const byService = existsSync('/run/systemd/system');
  say(`Docker: starting the Engine, because it is installed but not running${byService ? '' : ` (log: ${log()})`}.`);
  const exited = byService ? await startService(signal) : await startProcess(signal);
  for (let waited = 0; waited < ANSWER_SECONDS * 5; waited++) {
    signal?.throwIfAborted();
    const { state } = await askDocker(endpoint);
    if (exited()) break;
    // The socket is there before the Engine is: to those who may not use it, only the log tells the end of its start.
    if (state === 'answers' || (state === 'denied' && (byService || readFileSync(log(), 'utf8').includes(LISTENING))))
      return;
    await sleep(200, undefined, { signal });
  }
  throw new SetupError(
    byService
      ? 'The Docker service was started but does not answer.'
      : `dockerd does not answer; the end of its log:\n${tail(readFileSync(log(), 'utf8'), 12)}`,
    byService ? 'See `journalctl -u docker`.' : `The whole log is in ${log()}.`,
  );
}

async function startService(signal) {
  register({ how: 'service' });
  const { code, output } = await runAsRoot(['systemctl', 'start', 'docker'], { reason: 'to start Docker', signal });
  if (code !== 0)
    throw new SetupError(`systemctl could not start Docker:\n${tail(output)}`, 'See `journalctl -u docker`.');
  return () => false;
}

async function startProcess(signal) {
  const daemon = findExecutable('dockerd') ?? 'dockerd';
  const [program, ...args] = await asRoot([daemon], { reason: 'to start Docker', signal });
  const file = openSync(log(), 'w');
  // Its own session: a Ctrl-C in the terminal must not end it before the containers are gone.
  const child = spawn(program, args, { detached: true, stdio: ['ignore', file, file] });
  closeSync(file);
  let ended = false;
  child.on('error', () => (ended = true));
  child.on('exit', () => (ended = true));
  child.unref();
  register({ how: 'process' });
  return () => ended;
}

/** Joins in using an Engine that another run of the set-up started. @returns {boolean} whether there is one */
export function shareDaemon() {
  if (!existsSync(note())) return false;
  if (readNote().how === 'process' && daemonPid() === undefined) {
    rmSync(folder(), { recursive: true, force: true });
    return false;
  }
  mkdirSync(users(), { recursive: true });
  writeFileSync(join(users(), String(process.pid)), '');
  return true;
}

/** Stops the Engine if the set-up started it and no other run uses it. */
export async function releaseDaemon() {
  if (!existsSync(note())) return;
  rmSync(join(users(), String(process.pid)), { force: true });
  if (readdirSync(users()).some((pid) => isAlive(Number(pid)))) return;
  say('Stopping the Docker Engine that the set-up started.');
  const reason = 'to stop Docker';
  if (readNote().how === 'service') {
    await runAsRoot(['systemctl', 'stop', 'docker.socket', 'docker.service'], { reason });
  } else {
    const pid = daemonPid();
    if (pid !== undefined) await stopProcess(pid, reason);
  }
  rmSync(note(), { force: true });
  rmSync(users(), { recursive: true, force: true });
}

async function stopProcess(pid, reason) {
  // The shell's own kill: minimal systems lack the program of that name.
  const { code, output } = await runAsRoot(['sh', '-c', 'kill -TERM "$1"', 'sh', String(pid)], { reason });
  for (let waited = 0; waited < 150 && code === 0 && isAlive(pid); waited++) await sleep(200);
  if (isAlive(pid)) {
    throw new SetupError(
      `The Docker Engine that the set-up started (process ${pid}) is still running${code === 0 ? '' : `: ${tail(output)}`}.`,
      `Stop it as root: kill ${pid}`,
    );
  }
}

function register(how) {
  writeFileSync(note(), `${JSON.stringify(how)}\n`);
  writeFileSync(join(users(), String(process.pid)), '');
}

function readNote() {
  try {
    return JSON.parse(readFileSync(note(), 'utf8'));
  } catch {
    return {};
  }
}

/** The running dockerd, told from a process that got its number later. */
function daemonPid() {
  try {
    const pid = Number(readFileSync(PID_FILE, 'utf8').trim());
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'dockerd' ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
