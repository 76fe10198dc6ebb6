import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { updatePackageLists } from './apt.mjs';
import { run, tail } from './run.mjs';

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
