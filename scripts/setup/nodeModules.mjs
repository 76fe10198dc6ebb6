import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isExecutable, run } from './run.mjs';
import { repository } from './folders.mjs';
import { say, SetupError } from './say.mjs';

/** The packages that edk and its tests are made of. */
export async function ensureNodeModules(signal) {
  if (areModulesCurrent(repository)) return;
  say('Node modules: installing with npm ci, because edk is built from them.');
  const { program, args } = npm();
  // Install scripts only speed up optional native parts, and they need compilers or sites that may be missing.
  const { code, output } = await run(program, [...args, 'ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: repository,
    signal,
  });
  signal?.throwIfAborted();
  if (code !== 0) {
    throw new SetupError(
      `npm ci failed:\n${output.trim().split('\n').slice(0, 15).join('\n')}`,
      'Check that the package registry can be reached (npm ping) and run this again.',
    );
  }
}

/**
 * Compares what is installed with the lock file by version; times of files say nothing after a git checkout.
 *
 * @param {string} folder
 */
export function areModulesCurrent(folder) {
  const wanted = packagesIn(join(folder, 'package-lock.json'));
  const installed = packagesIn(join(folder, 'node_modules', '.package-lock.json'));
  if (wanted === undefined || installed === undefined) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const present = installed[path];
    return present === undefined ? entry.optional === true : present.version === entry.version;
  });
}

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** The npm that runs us, else the one beside Node, else the one on PATH. */
export function npm() {
  const script = process.env.npm_execpath;
  if (script?.endsWith('npm-cli.js')) return { program: process.execPath, args: [script] };
  const beside = join(dirname(process.execPath), 'npm');
  return { program: isExecutable(beside) ? beside : 'npm', args: [] };
}
