import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { clearTimeout, setTimeout } from 'node:timers';
import { say, SetupError } from './say.mjs';

/** System folders that an ordinary user's PATH may lack. */
const SYSTEM_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/** @returns {string | undefined} the first executable of that name on PATH and in the system's folders */
export function findExecutable(name, path = process.env.PATH ?? '') {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  for (const folder of [...path.split(delimiter), ...SYSTEM_FOLDERS]) {
    if (folder === '') continue;
    const candidate = join(folder, name + suffix);
    if (isExecutable(candidate)) return candidate;
  }
  return undefined;
}

/** @param {string} file */
export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** How long a cancelled program of ours may tidy up before it is killed with all it started. */
const GRACE_MS = 60_000;

/**
 * Runs a program without a shell and without input and collects its output; never rejects because of how it ended.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ signal?: AbortSignal, env?: NodeJS.ProcessEnv, cwd?: string, timeoutMs?: number, detached?: boolean }}
 * [options] detached: out of reach of the terminal's Ctrl-C and hang-up
 * @returns {Promise<{ code: number, output: string, stdout: string }>} output: both streams as they came; code 127 when
 * the program could not be started
 */
export function run(program, args, { signal, env, cwd, timeoutMs, detached } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd, env: env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'], detached });
    let output = '';
    let stdout = '';
    const collect = (chunk) => {
      output = (output + String(chunk)).slice(-100_000);
    };
    child.stdout.on('data', (chunk) => {
      stdout = (stdout + String(chunk)).slice(-100_000);
      collect(chunk);
    });
    child.stderr.on('data', collect);
    const end = () => child.kill('SIGTERM');
    const timer = timeoutMs === undefined ? undefined : setTimeout(end, timeoutMs);
    const stopListening = onAbort(signal, end);
    const finish = (code) => {
      clearTimeout(timer);
      stopListening();
      resolve({ code, output, stdout });
    };
    child.on('error', (error) => {
      // A refused kill (of sudo, say) is reported here too; then the program's own end is still to come.
      if (child.pid !== undefined) return;
      output += error.message;
      finish(127);
    });
    child.on('close', (code) => finish(code ?? 1));
  });
}

/**
 * Runs a program of ours with its output on the terminal, or in an open file. It gets a process group of its own, so
 * that one Ctrl-C reaches it exactly once, and what it leaves running after the time to tidy up is killed with it.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ signal?: AbortSignal, env?: NodeJS.ProcessEnv, cwd?: string, output?: 'inherit' | number }} [options]
 * output: a file descriptor instead of the terminal
 * @returns {Promise<number>} its exit code
 */
export function runVisibly(program, args, { signal, env, cwd, output = 'inherit' } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = ['ignore', output, output];
    const child = spawn(program, args, { cwd, env: env ?? process.env, stdio, detached: true });
    let timer;
    const stopListening = onAbort(signal, () => {
      child.kill('SIGINT');
      timer = setTimeout(() => killGroup(child.pid), GRACE_MS);
    });
    const finish = (settle) => {
      clearTimeout(timer);
      stopListening();
      settle();
    };
    child.on('error', (error) => finish(() => reject(error)));
    child.on('exit', (code) => finish(() => resolve(code ?? 1)));
  });
}

/** The last lines of a program's output, for an error message. */
export function tail(output, lines = 15) {
  return output.trimEnd().split('\n').slice(-lines).join('\n');
}

function onAbort(signal, listener) {
  signal?.addEventListener('abort', listener, { once: true });
  if (signal?.aborted) listener();
  return () => signal?.removeEventListener('abort', listener);
}

function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended on its own.
  }
}

/** Variables that programs run as root need and that sudo drops. */
const PASSED_ON = /^(https?_proxy|no_proxy|all_proxy)$/i;

/**
 * The command line that runs a program as root.
 *
 * @param {readonly string[]} command
 * @param {{ reason: string, signal?: AbortSignal }} options reason: why root is needed, for people
 * @returns {Promise<string[]>}
 * @throws {SetupError} when this person is not root and has no sudo
 */
export async function asRoot(command, { reason, signal }) {
  const path = [process.env.PATH ?? '', ...SYSTEM_FOLDERS].join(delimiter);
  if (process.getuid?.() === 0) return ['env', `PATH=${path}`, ...command];
  const sudo = findExecutable('sudo');
  const remedy = `Run this once as root, or ask your administrator to: ${command.join(' ')}`;
  if (sudo === undefined)
    throw new SetupError(`Administrator rights are needed ${reason}, and there is no sudo.`, remedy);
  const environment = Object.entries(process.env).flatMap(([name, value]) =>
    PASSED_ON.test(name) && value !== undefined ? [`${name}=${value}`] : [],
  );
  const withoutPassword = (await run(sudo, ['-n', 'true'], { signal })).code === 0;
  if (withoutPassword) return [sudo, '-n', 'env', `PATH=${path}`, ...environment, ...command];
  if (!process.stdin.isTTY) {
    throw new SetupError(`Administrator rights are needed ${reason}, and sudo asks for a password.`, remedy);
  }
  say(`  sudo may ask for your password, ${reason}.`);
  return [sudo, 'env', `PATH=${path}`, ...environment, ...command];
}

/**
 * @param {readonly string[]} command
 * @param {{ reason: string, signal?: AbortSignal }} options
 */
export async function runAsRoot(command, options) {
  const [program, ...args] = await asRoot(command, options);
  return run(program, args, { signal: options.signal });
}
