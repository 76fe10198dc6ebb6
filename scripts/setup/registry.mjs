import { join } from 'node:path';
import { hasApt, unpackDebianPackages } from './apt.mjs';
import { cachedToolPath, fetchIntoCache } from './cachedTool.mjs';
import { downloadVerified, unpack } from './download.mjs';
import { findExecutable, isExecutable, run } from './run.mjs';
import { goArchitecture } from './helm.mjs';
import { say, SetupError } from './say.mjs';
import { REGISTRY_VERSION } from './versions.mjs';

/**
 * The registry (CNCF distribution) stands in for the platform's local registry.
 *
 * @param {AbortSignal} [signal]
 * @returns {Promise<string>} path of its executable; nothing is started
 */
export async function ensureRegistry(signal) {
  const chosen = process.env.EDK_REGISTRY;
  if (chosen) {
    const found = isExecutable(chosen) ? chosen : findExecutable(chosen);
    if (found !== undefined && (await isDistribution(found, signal))) return found;
    throw new SetupError(
      `EDK_REGISTRY is ${chosen}, which is not a CNCF distribution registry.`,
      'Correct the variable EDK_REGISTRY or remove it; then the set-up finds or fetches a registry itself.',
    );
  }
  const cached = cachedToolPath('registry', REGISTRY_VERSION);
  for (const candidate of [findExecutable('registry'), findExecutable('docker-registry'), cached]) {
    if (candidate !== undefined && isExecutable(candidate) && (await isDistribution(candidate, signal)))
      return candidate;
  }
  say(`Registry: fetching the CNCF distribution registry, because built images are pushed to a registry of your own.`);
  const result = await fetchIntoCache({
    name: 'registry',
    version: REGISTRY_VERSION,
    ways: [releaseArchive(signal), ...debianPackage(signal)],
    signal,
  });
  if ('path' in result) return result.path;
  throw new SetupError(
    `The registry is missing, and it could not be fetched:\n${result.reasons.join('\n')}`,
    'Install it (https://distribution.github.io/distribution/) so that `registry` is on the PATH, or set EDK_REGISTRY.',
  );
}

/** Other programs are called `registry` too. */
async function isDistribution(registry, signal) {
  const { code, output } = await run(registry, ['--version'], { signal, timeoutMs: 10_000 });
  return code === 0 && /distribution/.test(output);
}

/** @returns {import('./cachedTool.mjs').Way} */
function releaseArchive(signal) {
  const file = `registry_${REGISTRY_VERSION}_${process.platform}_${goArchitecture()}.tar.gz`;
  const url = `https://github.com/distribution/distribution/releases/download/v${REGISTRY_VERSION}/${file}`;
  return {
    title: 'the official release archive',
    async fetch(folder) {
      await unpack(await downloadVerified({ url, checksumUrl: `${url}.sha256`, folder, signal }), folder, signal);
      return join(folder, 'registry');
    },
  };
}

/** @returns {import('./cachedTool.mjs').Way[]}
 */
function debianPackage(signal) {
  if (!hasApt()) return [];
  return [
    {
      title: 'the executable of the package docker-registry',
      async fetch(folder) {
        await unpackDebianPackages(['docker-registry'], folder, signal);
        return join(folder, 'usr', 'bin', 'docker-registry');
      },
    },
  ];
}
