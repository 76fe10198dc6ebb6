import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

const START_MS = 60_000;
const END_MS = 5000;

export interface CodeServerRequest {
  readonly release?: 'usual' | 'newest';
  /** Language of the server, e.g. `de`: extensions speak it, the workbench's own words stay English. */
  readonly locale?: string;
  /** `everything`: no question, all folders are trusted. `nothing`: no question, Restricted Mode. */
  readonly trust: 'everything' | 'nothing';
  /** Packaged extensions to install. */
  readonly extensions?: readonly string[];
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** `selfSigned`: over https with a certificate that no browser trusts. */
  readonly address?: 'plain' | 'selfSigned';
}

/** A code-server of its own on the loopback interface, with temporary folders for all it keeps. */
export interface CodeServer {
  readonly port: number;
  /** With a slash at its end. */
  readonly url: string;
  /** What it said so far. */
  output(): string;
  stop(): Promise<void>;
}

export async function startCodeServer(request: CodeServerRequest): Promise<CodeServer> {
  const folder = await mkdtemp(join(tmpdir(), 'edk-code-server-'));
  try {
    const folders = ['--user-data-dir', join(folder, 'data'), '--extensions-dir', join(folder, 'extensions')];
    await writeSettings(join(folder, 'data'), request);
    if (request.locale !== undefined) await writeLanguagePack(join(folder, 'data'), request.locale);
    const start = (args: readonly string[]): Running => startProgram([...folders, ...args], folder, request);
    for (const extension of request.extensions ?? []) {
      const { child, output } = start(['--install-extension', extension]);
      const [code] = (await once(child, 'exit')) as unknown[];
      if (code !== 0) throw new Error(`${extension} could not be installed:\n${output()}`);
    }
    const trust = request.trust === 'everything' ? ['--disable-workspace-trust'] : [];
    const address = ['--auth', 'none', '--bind-addr', '127.0.0.1:0', '--config', join(folder, 'config.yaml')];
    const quiet = ['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'];
    const secure = request.address === 'selfSigned' ? ['--cert'] : [];
    const locale = request.locale === undefined ? [] : ['--locale', request.locale];
    const running = await startListening(() => start([...address, ...secure, ...quiet, ...trust, ...locale]));
    const stop = async (): Promise<void> => {
      await endGroup(running.child);
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    };
    const { url } = running;
    return { url, port: Number(new URL(url).port), output: running.output, stop };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

interface Running {
  readonly child: ChildProcess;
  readonly output: () => string;
}

function startProgram(
  args: readonly string[],
  folder: string,
  { release = 'usual', environment = {} }: CodeServerRequest,
): Running {
  const [program = '', ...first] = codeServerCommand(release);
  // Inside another VS Code's terminal these would hand everything over to that one.
  const inherited = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|CODE_SERVER_)/.test(name));
  const child = spawn(program, [...first, ...args], {
    // A group of its own, so that extension hosts end with it.
    detached: true,
    cwd: folder,
    // Where it puts a certificate that it makes.
    env: { ...Object.fromEntries(inherited), XDG_DATA_HOME: join(folder, 'share'), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const collect = (chunk: unknown): void => {
    output += String(chunk);
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  child.on('error', collect);
  return { child, output: () => output };
}

/** The set-up of `npm test` fetches code-server and says here how it is started. */
function codeServerCommand(release: 'usual' | 'newest'): readonly string[] {
  const name = release === 'usual' ? 'EDK_CODE_SERVER' : 'EDK_NEWEST_CODE_SERVER';
  const command = process.env[name];
  if (command === undefined) throw new Error(`${name} is not set: npm test -- workbench e2e`);
  return z.array(z.string()).min(1).parse(JSON.parse(command));
}

async function writeSettings(data: string, { settings, trust }: CodeServerRequest): Promise<void> {
  const quiet = {
    'workbench.startupEditor': 'none',
    // Light or dark as the browser says.
    'window.autoDetectColorScheme': true,
    'telemetry.telemetryLevel': 'off',
    'extensions.ignoreRecommendations': true,
    'git.openRepositoryInParentFolders': 'never',
    ...(trust === 'nothing' ? { 'security.workspace.trust.startupPrompt': 'never' } : {}),
    ...settings,
  };
  // Settings of machine scope count in the second one only.
  for (const name of ['User', 'Machine']) {
    await mkdir(join(data, name), { recursive: true });
    await writeFile(join(data, name, 'settings.json'), JSON.stringify(quiet, undefined, 2));
  }
}

/** On a busy machine code-server gives up the wait for its own second process; it is started again then. */
async function startListening(start: () => Running): Promise<Running & { readonly url: string }> {
  for (let tries = 1; ; tries += 1) {
    const running = start();
    try {
      return { ...running, url: await listeningUrl(running) };
    } catch (error) {
      await endGroup(running.child);
      if (tries === 3 || !running.output().includes('error timed out')) throw error;
    }
  }
}

/** A record of a pack without a word in it: the real ones cannot be had everywhere. */
async function writeLanguagePack(data: string, locale: string): Promise<void> {
  const words = join(data, 'words.json');
  await writeFile(words, JSON.stringify({ contents: {} }));
  const extension = { extensionIdentifier: { id: `tests.language-pack-${locale}` }, version: '1.0.0' };
  const pack = { hash: locale, extensions: [extension], translations: { vscode: words }, label: locale };
  await writeFile(join(data, 'languagepacks.json'), JSON.stringify({ [locale]: pack }));
}

async function listeningUrl({ child, output }: Running): Promise<string> {
  const limit = Date.now() + START_MS;
  while (Date.now() < limit && child.exitCode === null && child.signalCode === null) {
    const url = /listening on (https?:\/\/127\.0\.0\.1:\d+\/)/.exec(output())?.[1];
    if (url !== undefined) return url;
    await sleep(20);
  }
  throw new Error(`code-server did not begin to listen:\n${output()}`);
}

async function endGroup(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  const ended = child.exitCode !== null || child.signalCode !== null ? undefined : once(child, 'exit');
  signalGroup(pid, 'SIGTERM');
  await Promise.race([ended, sleep(END_MS, undefined, { ref: false })]);
  signalGroup(pid, 'SIGKILL');
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // All of it has ended.
  }
}
