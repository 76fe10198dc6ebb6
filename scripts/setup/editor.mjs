import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { clearTimeout, setTimeout } from 'node:timers';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureCodeServer } from './codeServer.mjs';
import { repository, setupStateFolder } from './folders.mjs';
import { freePort } from './freePort.mjs';
import { run, tail } from './run.mjs';
import { say, SetupError } from './say.mjs';
import { CODE_SERVER } from './versions.mjs';

/** The address stays the same as long as nobody else listens there. */
const USUAL_PORT = 32_090;
const START_MS = 60_000;
const END_MS = 10_000;

/** Written once; whoever changes them in the editor keeps the change. */
const SETTINGS = {
  'workbench.startupEditor': 'none',
  'window.autoDetectColorScheme': true,
  'telemetry.telemetryLevel': 'off',
};

/**
 * Opens code-server on a workspace with the packaged extension installed, on the loopback interface. It ends with this
 * command.
 *
 * @param {{ signal: AbortSignal, toStop: (() => Promise<void>)[], environment: NodeJS.ProcessEnv, workspace: string }} context
 * @returns {Promise<string>} its address
 * @throws {SetupError} when code-server cannot be had or does not start
 */
export async function openEditor({ signal, toStop, environment, workspace }) {
  const [program, ...first] = await ensureCodeServer(CODE_SERVER, signal);
  const folder = join(setupStateFolder(), 'editor');
  await prepareFolder(folder);
  const env = withoutOuterEditor(environment);
  const folders = ['--user-data-dir', join(folder, 'data'), '--extensions-dir', join(folder, 'extensions')];
  const quiet = ['--disable-telemetry', '--disable-update-check'];

  say('VS Code: packaging the extension and installing it into code-server.');
  const extension = join(repository, 'dist', 'kaapana-edk.vsix');
  await succeed('The extension could not be packaged', process.execPath, [join(repository, 'scripts', 'package.mjs')], {
    signal,
  });
  const install = [...first, ...folders, '--install-extension', extension, '--force'];
  await succeed('The extension could not be installed', program, install, { signal, env });

  const port = await usablePort();
  const logFile = join(folder, 'code-server.log');
  const log = openSync(logFile, 'w');
  const address = ['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, '--config', join(folder, 'config.yaml')];
  // Trust is not asked for: the workspace is the one that this command has made.
  const args = [...first, ...folders, ...quiet, ...address, '--disable-workspace-trust', workspace];
  const child = spawn(program, args, { env, stdio: ['ignore', log, log], detached: true });
  const failed = new Promise((resolve) => child.once('error', resolve));
  toStop.push(() => endGroup(child));
  const url = `http://127.0.0.1:${port}/?folder=${encodeURIComponent(workspace)}`;
  await untilItAnswers({ url, child, failed, logFile, signal });
  return url;
}

async function prepareFolder(folder) {
  const user = join(folder, 'data', 'User');
  await mkdir(user, { recursive: true });
  const settings = `${JSON.stringify(SETTINGS, undefined, 2)}\n`;
  await writeFile(join(user, 'settings.json'), settings, { flag: 'wx' }).catch((error) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

/** Inside another VS Code's terminal its variables would hand everything over to that one. */
function withoutOuterEditor(environment) {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(VSCODE_|CODE_SERVER_)/.test(name)));
}

async function succeed(what, program, args, options) {
  const { code, output } = await run(program, args, options);
  options.signal?.throwIfAborted();
  if (code !== 0) throw new SetupError(`${what}:\n${tail(output)}`, 'Fix this and run it again.');
}

/** @returns {Promise<number>} */
function usablePort() {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(freePort()));
    server.listen(USUAL_PORT, '127.0.0.1', () => server.close(() => resolve(USUAL_PORT)));
  });
}

async function untilItAnswers({ url, child, failed, logFile, signal }) {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(START_MS)]);
  while (!limit.aborted && child.exitCode === null && child.signalCode === null) {
    const answer = await Promise.race([fetch(url, { signal: limit }).catch(() => undefined), failed]);
    if (answer instanceof Error) break;
    if (answer?.ok) return;
    await sleep(200);
  }
  signal.throwIfAborted();
  throw new SetupError('code-server did not start to answer.', `See ${logFile}.`);
}

/** With its extension hosts and terminals. */
async function endGroup(child) {
  if (child.pid === undefined || child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  signalGroup(child.pid, 'SIGTERM');
  let timer;
  await Promise.race([ended, new Promise((resolve) => (timer = setTimeout(resolve, END_MS)))]);
  clearTimeout(timer);
  signalGroup(child.pid, 'SIGKILL');
}

function signalGroup(pid, name) {
  try {
    process.kill(-pid, name);
  } catch {
    // All of it has ended.
  }
}
