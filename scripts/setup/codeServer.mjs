import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { aptInstall, hasApt } from './apt.mjs';
import { cachedFolderPath, fetchFolderIntoCache } from './cachedTool.mjs';
import { downloadVerified, unpack } from './download.mjs';
import { findExecutable } from './findExecutable.mjs';
import { goArchitecture } from './helm.mjs';
import { npm } from './nodeModules.mjs';
import { run, tail } from './run.mjs';
import { say, SetupError } from './say.mjs';
import { CODE_SERVER_VERSION } from './versions.mjs';

/** Compiled parts fit one Node only. */
const CACHED_AS = `${CODE_SERVER_VERSION}-node${process.versions.modules}`;
/** Compiles the native parts; a version that runs on Node 20. */
const NODE_GYP = 'node-gyp@11';

/**
 * The workbench in which `npm start` and the tests run the extension.
 *
 * @param {AbortSignal} [signal]
 * @returns {Promise<readonly string[]>} the command that starts it, without arguments
 */
export async function ensureCodeServer(signal) {
  const folder = cachedFolderPath('code-server', CACHED_AS);
  if (!existsSync(folder)) {
    say(`code-server: fetching ${CODE_SERVER_VERSION}, because the extension runs in a real workbench.`);
    const started = Date.now();
    const ways = [releaseArchive(signal), npmPackage(signal)];
    const result = await fetchFolderIntoCache({ name: 'code-server', version: CACHED_AS, ways, signal });
    if (!('path' in result)) {
      throw new SetupError(
        `code-server ${CODE_SERVER_VERSION} could not be fetched:\n${result.reasons.join('\n')}`,
        `Repair what it says, or unpack its release archive into ${folder}.`,
      );
    }
    say(`  there after ${((Date.now() - started) / 1000).toFixed(0)} s`);
  }
  const archived = join(folder, 'bin', 'code-server');
  if (existsSync(archived)) return [archived];
  return [process.execPath, join(folder, 'node_modules', 'code-server', 'out', 'node', 'entry.js')];
}

/** @returns {import('./cachedTool.mjs').Way} */
function releaseArchive(signal) {
  const system = process.platform === 'darwin' ? 'macos' : process.platform;
  const name = `code-server-${CODE_SERVER_VERSION}-${system}-${goArchitecture()}`;
  const releases = 'coder/code-server/releases';
  return {
    title: 'the official release archive',
    async fetch(folder) {
      const archive = await downloadVerified({
        url: `https://github.com/${releases}/download/v${CODE_SERVER_VERSION}/${name}.tar.gz`,
        checksumUrl: `https://api.github.com/repos/${releases}/tags/v${CODE_SERVER_VERSION}`,
        readChecksum: (answer) => publishedDigest(answer, `${name}.tar.gz`),
        folder,
        signal,
      });
      await unpack(archive, folder, signal);
      return join(folder, name);
    },
  };
}

/** @param {string} answer GitHub's description of a release @returns {string | undefined} the file's SHA-256, if published */
export function publishedDigest(answer, file) {
  const asset = JSON.parse(answer).assets?.find(({ name }) => name === file);
  return /^sha256:([0-9a-f]{64})$/.exec(asset?.digest ?? '')?.[1];
}

/** Where the release's site cannot be reached but npm and the distribution's packages can. @returns {import('./cachedTool.mjs').Way} */
function npmPackage(signal) {
  return {
    title: 'the npm package, with its native parts compiled here (about a minute)',
    async fetch(folder) {
      await ensureCompilers(signal);
      const product = join(folder, 'node_modules', 'code-server');
      const workbench = join(product, 'lib', 'vscode');
      await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
      await npmInstall(folder, [`code-server@${CODE_SERVER_VERSION}`, NODE_GYP], signal);
      await npmInstall(workbench, ['--omit=dev'], signal);
      await compileNativeParts(folder, workbench, signal);
      await linkRipgrep(workbench);
      // What the package's own install script would have done.
      await symlink('node_modules', join(workbench, 'node_modules.asar'));
      return folder;
    },
  };
}

async function npmInstall(folder, args, signal) {
  const { program, args: script } = npm();
  // The install scripts fetch from sites that may be out of reach; what they do is done below.
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { code, output } = await run(program, [...script, 'install', ...quiet, ...args], { cwd: folder, signal });
  if (code !== 0) throw new Error(`npm install ${args.join(' ')} failed: ${tail(output, 5)}`);
}

async function ensureCompilers(signal) {
  const wanted = { python3: 'python3', make: 'make', 'g++': 'g++', rg: 'ripgrep' };
  const missing = Object.keys(wanted).filter((name) => findExecutable(name) === undefined);
  if (missing.length === 0) return;
  if (!hasApt()) throw new Error(`${missing.join(', ')} must be on the PATH`);
  const packages = missing.map((name) => wanted[name]);
  say(
    `  installing ${packages.join(', ')}, because code-server's native parts are compiled here and it searches with ripgrep`,
  );
  await aptInstall(packages, { reason: 'to compile code-server', signal });
}

/** Only what the server cannot run without: Kerberos sign-in and what is for other systems stay away. */
async function compileNativeParts(folder, workbench, signal) {
  const argon2 = join(folder, 'node_modules', 'argon2');
  const binding = join(argon2, 'lib', 'binding', 'napi-v3');
  const modules = join(workbench, 'node_modules');
  await Promise.all([
    compile(folder, join(modules, '@vscode', 'spdlog'), [], signal),
    compile(folder, join(modules, 'node-pty'), [], signal),
    compile(folder, join(modules, 'native-watchdog'), [], signal),
    compile(
      folder,
      argon2,
      ['--module_name=argon2', `--module_path=${binding}`, `--module=${join(binding, 'argon2.node')}`],
      signal,
    ),
  ]);
}

async function compile(folder, module, args, signal) {
  const nodeGyp = join(folder, 'node_modules', 'node-gyp', 'bin', 'node-gyp.js');
  const { code, output } = await run(process.execPath, [nodeGyp, 'rebuild', ...headers(), ...args], {
    cwd: module,
    signal,
  });
  if (code !== 0) throw new Error(`${module} could not be compiled: ${tail(output, 12)}`);
  await removeObjects(join(module, 'build', 'Release'));
}

/** Node's own headers when they lie beside it; else node-gyp downloads them. */
function headers() {
  const root = dirname(dirname(process.execPath));
  return existsSync(join(root, 'include', 'node', 'node_api.h')) ? [`--nodedir=${root}`] : [];
}

async function removeObjects(release) {
  const names = await readdir(release).catch(() => []);
  const left = names.filter((name) => name.startsWith('obj') || name.startsWith('.deps') || name.endsWith('.a'));
  await Promise.all(left.map((name) => rm(join(release, name), { recursive: true, force: true })));
}

async function linkRipgrep(workbench) {
  const ripgrep = findExecutable('rg');
  if (ripgrep === undefined) throw new Error('ripgrep is not on the PATH');
  const folder = join(workbench, 'node_modules', '@vscode', 'ripgrep', 'bin');
  await mkdir(folder, { recursive: true });
  await symlink(ripgrep, join(folder, 'rg'));
}
