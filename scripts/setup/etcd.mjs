import { join } from 'node:path';
import { cachedToolPath, fetchIntoCache } from './cachedTool.mjs';
import { downloadVerified, unpack } from './download.mjs';
import { isExecutable } from './findExecutable.mjs';
import { goModuleBuild } from './goModules.mjs';
import { goArchitecture } from './helm.mjs';
import { say, SetupError } from './say.mjs';
import { ETCD_VERSION } from './versions.mjs';

/**
 * etcd keeps what the API server knows.
 *
 * @param {AbortSignal} [signal]
 * @returns {Promise<string>} its path
 */
export async function ensureEtcd(signal) {
  const cached = cachedToolPath('etcd', ETCD_VERSION);
  if (isExecutable(cached)) return cached;
  say(`etcd: fetching ${ETCD_VERSION}, because it keeps what the cluster of the tests knows.`);
  const ways = [releaseArchive(signal), ...goBuild(signal)];
  const result = await fetchIntoCache({ name: 'etcd', version: ETCD_VERSION, ways, signal });
  if ('path' in result) return result.path;
  throw new SetupError(
    `etcd is missing, and it could not be fetched:\n${result.reasons.join('\n')}`,
    `Get it from https://github.com/etcd-io/etcd/releases and put it at ${cached}.`,
  );
}

/** @returns {import('./cachedTool.mjs').Way} */
function releaseArchive(signal) {
  const name = `etcd-v${ETCD_VERSION}-${process.platform}-${goArchitecture()}`;
  const site = `https://github.com/etcd-io/etcd/releases/download/v${ETCD_VERSION}`;
  return {
    title: 'the official release archive',
    async fetch(folder) {
      const archive = await downloadVerified({
        url: `${site}/${name}.tar.gz`,
        checksumUrl: `${site}/SHA256SUMS`,
        readChecksum: (text) => checksumOf(`${name}.tar.gz`, text),
        folder,
        signal,
      });
      await unpack(archive, folder, signal);
      return join(folder, name, 'etcd');
    },
  };
}

/** Of lines `<sum>  <file>`. @param {string} file @param {string} text @returns {string | undefined} */
export function checksumOf(file, text) {
  const line = text.split('\n').find((one) => one.trimEnd().endsWith(` ${file}`));
  return /^[0-9a-f]{64}\b/i.exec(line ?? '')?.[0].toLowerCase();
}

/** @returns {import('./cachedTool.mjs').Way[]} */
function goBuild(signal) {
  return goModuleBuild({
    name: 'etcd',
    title: 'a build from the Go modules (one to three minutes)',
    module: 'go.etcd.io/etcd/server/v3',
    version: ETCD_VERSION,
    flags: '-s -w',
    signal,
  });
}
