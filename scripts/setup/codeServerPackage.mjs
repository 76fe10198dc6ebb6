import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { aptInstall, hasApt } from './apt.mjs';
import { findExecutable, run, tail } from './run.mjs';
import { npm } from './nodeModules.mjs';
import { say } from './say.mjs';

/** Compiles the native parts; a version that runs on Node 20. */
const NODE_GYP = 'node-gyp@11';
/** What the server cannot run without; newer releases bring some of them compiled, or under another name. */
const NATIVE_PARTS = ['@vscode/spdlog', 'node-pty', 'native-watchdog', '@vscode/native-watchdog'];

/**
 * Where the release's site cannot be reached but npm and the distribution's packages can.
 *
 * @param {import('./codeServer.mjs').CodeServerRelease} release
 * @returns {import('./cachedTool.mjs').Way}
 */
export function codeServerPackage(release, signal) {
  return {
    title: 'the npm package, with its native parts compiled here (a minute or two)',
    async fetch(folder) {
      await ensureCompilers(signal);
      const workbench = join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
      await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
      const node = release.node === undefined ? [] : [`${nodePackage()}@${release.node}`];
      await npmInstall(folder, [`code-server@${release.version}`, NODE_GYP, ...node], signal);
      await npmInstall(workbench, ['--omit=dev'], signal);
      await compileNativeParts({ folder, workbench, node: nodeOf(release, folder), signal });
      await linkRipgrep(workbench);
      // What the package's own install script would have done.
      await symlink('node_modules', join(workbench, 'node_modules.asar'));
      return folder;
    },
  };
}

/** @param {string} folder what the package was fetched into @returns {readonly string[]} */
export function packagedCommand(release, folder) {
  return [nodeOf(release, folder), join(folder, 'node_modules', 'code-server', 'out', 'node', 'entry.js')];
}

function nodeOf({ node }, folder) {
  return node === undefined ? process.execPath : join(folder, 'node_modules', nodePackage(), 'bin', 'node');
}

/** Node as an npm package, with its headers. */
function nodePackage() {
  return `node-${process.platform}-${process.arch}`;
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

/** Kerberos sign-in and what is for other systems stay away. */
async function compileNativeParts({ folder, workbench, node, signal }) {
  const parts = NATIVE_PARTS.map((name) => join(workbench, 'node_modules', name)).filter(needsCompiling);
  const argon2 = join(folder, 'node_modules', 'argon2');
  const binding = join(argon2, 'lib', 'binding', 'napi-v3');
  const forArgon2 = ['--module_name=argon2', `--module_path=${binding}`, `--module=${join(binding, 'argon2.node')}`];
  const compile = (module, args) => compilePart({ folder, module, args, node, signal });
  await Promise.all([
    ...parts.map((module) => compile(module, [])),
    ...(needsCompiling(argon2) ? [compile(argon2, forArgon2)] : []),
  ]);
}

function needsCompiling(module) {
  return existsSync(module) && !existsSync(join(module, 'prebuilds', `${process.platform}-${process.arch}`));
}

async function compilePart({ folder, module, args, node, signal }) {
  const nodeGyp = join(folder, 'node_modules', 'node-gyp', 'bin', 'node-gyp.js');
  const { code, output } = await run(node, [nodeGyp, 'rebuild', ...headersOf(node), ...args], { cwd: module, signal });
  if (code !== 0) throw new Error(`${module} could not be compiled: ${tail(output, 12)}`);
  await removeObjects(join(module, 'build', 'Release'));
}

/** Node's own headers when they lie beside it; else node-gyp downloads them. */
function headersOf(node) {
  const root = dirname(dirname(node));
  return existsSync(join(root, 'include', 'node', 'node_api.h')) ? [`--nodedir=${root}`] : [];
}

async function removeObjects(release) {
  const names = await readdir(release).catch(() => []);
  const left = names.filter((name) => name.startsWith('obj') || name.startsWith('.deps') || name.endsWith('.a'));
  await Promise.all(left.map((name) => rm(join(release, name), { recursive: true, force: true })));
}

/** Newer releases bring their own. */
async function linkRipgrep(workbench) {
  const module = join(workbench, 'node_modules', '@vscode', 'ripgrep');
  if (!existsSync(module)) return;
  const ripgrep = findExecutable('rg');
  if (ripgrep === undefined) throw new Error('ripgrep is not on the PATH');
  await mkdir(join(module, 'bin'), { recursive: true });
  await symlink(ripgrep, join(module, 'bin', 'rg'));
}
