import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runAsRoot, findExecutable, tail, run } from './run.mjs';
import { say, SetupError } from './say.mjs';

const WAIT_FOR_LOCK = ['-o', 'DPkg::Lock::Timeout=300'];

export function hasApt() {
  return process.platform === 'linux' && findExecutable('apt-get') !== undefined;
}

/** Refreshes apt's package lists, once per run. */
let lists;
function updatePackageLists(signal) {
  lists ??= update(signal);
  return lists;
}

async function update(signal) {
  for (let attempt = 0; attempt < 30; attempt++) {
    const { code, output } = await aptGet(['update'], { reason: 'to refresh the package lists', signal });
    if (code === 0 || signal?.aborted) return;
    if (!/could not get lock|unable to lock/i.test(output)) {
      // One unreachable source must not stop an installation that the others can serve.
      say(`  apt-get update had problems; continuing with the existing lists.`);
      return;
    }
    await sleep(5000, undefined, { signal });
  }
}

function aptGet(args, options) {
  return runAsRoot(['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', ...WAIT_FOR_LOCK, ...args], options);
}

/** Installs Debian or Ubuntu packages without asking anything. */
export async function aptInstall(packages, { reason, signal }) {
  await updatePackageLists(signal);
  const args = ['install', '-y', '--no-install-recommends', ...packages];
  const { code, output } = await aptGet(args, { reason, signal });
  signal?.throwIfAborted();
  if (code !== 0) {
    throw new SetupError(
      `apt-get could not install ${packages.join(' ')}:\n${tail(output)}`,
      `Fix this, or install ${packages.join(' ')} yourself, then run this again.`,
    );
  }
}

/**
 * Unpacks Debian packages into a folder without installing them, since an installation may start services.
 *
 * @param {readonly string[]} packages
 * @param {string} folder
 * @param {AbortSignal} [signal]
 */
export async function unpackDebianPackages(packages, folder, signal) {
  const download = () => run('apt-get', ['-qq', 'download', ...packages], { cwd: folder, signal });
  let result = await download();
  if (result.code !== 0) {
    await updatePackageLists(signal);
    result = await download();
  }
  if (result.code !== 0) throw new Error(`apt-get download failed: ${tail(result.output, 3)}`);
  const files = (await readdir(folder)).filter((name) => name.endsWith('.deb'));
  if (files.length < packages.length) throw new Error(`apt-get did not download all of ${packages.join(', ')}`);
  for (const file of files) {
    const extract = await run('dpkg-deb', ['-x', join(folder, file), folder], { signal });
    if (extract.code !== 0) throw new Error(`dpkg-deb failed: ${tail(extract.output, 3)}`);
  }
}
