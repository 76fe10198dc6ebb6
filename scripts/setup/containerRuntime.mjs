import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hasApt, unpackDebianPackages } from './apt.mjs';
import { cachedFolderPath, fetchFolderIntoCache } from './cachedTool.mjs';
import { downloadVerified, unpack } from './download.mjs';
import { findExecutable, isExecutable } from './run.mjs';
import { goArchitecture } from './helm.mjs';
import { say, SetupError } from './say.mjs';
import { CNI_PLUGINS_VERSION } from './versions.mjs';

const RUNTIME_PROGRAMS = ['containerd', 'containerd-shim-runc-v2', 'ctr', 'runc'];
const RUNTIME_CACHE = { name: 'containerd', version: 'debian' };

/**
 * containerd and runc: those of this machine (Docker brings them along), else Debian's.
 *
 * @param {AbortSignal} [signal]
 * @returns {Promise<string[]>} the folders that they are in, for a PATH; nothing is started
 */
export async function ensureContainerRuntime(signal) {
  const installed = RUNTIME_PROGRAMS.map((name) => findExecutable(name));
  if (installed.every((path) => path !== undefined)) return [...new Set(installed.map((path) => dirname(path)))];
  say('containerd: fetching it, because it runs the pods of the cluster.');
  const ways = debianFolder(['containerd', 'runc'], signal);
  const result = await fetchFolderIntoCache({ ...RUNTIME_CACHE, ways, signal });
  if ('path' in result) return [join(result.path, 'usr/bin'), join(result.path, 'usr/sbin')];
  throw new SetupError(
    `containerd is missing, and it could not be fetched:\n${result.reasons.join('\n')}`,
    'Install the packages containerd and runc.',
  );
}

/**
 * The CNI plugins that connect the pods: `bridge`, `host-local` and `loopback` among them.
 *
 * @param {AbortSignal} [signal]
 * @returns {Promise<string>} the folder that they are in
 */
export async function ensureCniPlugins(signal) {
  const cached = cachedFolderPath('cni-plugins', CNI_PLUGINS_VERSION);
  for (const folder of ['/opt/cni/bin', '/usr/lib/cni', cached]) {
    if (['bridge', 'host-local', 'loopback'].every((name) => isExecutable(join(folder, name)))) return folder;
  }
  say('CNI plugins: fetching them, because they connect the pods of the cluster.');
  const ways = [releaseArchive(signal), ...debianFolder(['containernetworking-plugins'], signal, 'usr/lib/cni')];
  const result = await fetchFolderIntoCache({ name: 'cni-plugins', version: CNI_PLUGINS_VERSION, ways, signal });
  if ('path' in result) return result.path;
  throw new SetupError(
    `The CNI plugins are missing, and they could not be fetched:\n${result.reasons.join('\n')}`,
    'Install the package containernetworking-plugins.',
  );
}

/** @returns {import('./cachedTool.mjs').Way} */
function releaseArchive(signal) {
  const file = `cni-plugins-linux-${goArchitecture()}-v${CNI_PLUGINS_VERSION}.tgz`;
  const url = `https://github.com/containernetworking/plugins/releases/download/v${CNI_PLUGINS_VERSION}/${file}`;
  return {
    title: 'the official release archive',
    async fetch(folder) {
      const archive = await downloadVerified({ url, checksumUrl: `${url}.sha256`, folder, signal });
      const plugins = join(folder, 'plugins');
      await mkdir(plugins);
      await unpack(archive, plugins, signal);
      return plugins;
    },
  };
}

/** @returns {import('./cachedTool.mjs').Way[]} */
function debianFolder(packages, signal, part = '') {
  if (!hasApt()) return [];
  return [
    {
      title: `the content of Debian's ${packages.join(' and ')}`,
      async fetch(folder) {
        const unpacked = join(folder, 'unpacked');
        await mkdir(unpacked);
        await unpackDebianPackages(packages, unpacked, signal);
        const kept = join(folder, 'kept');
        await rename(join(unpacked, part), kept);
        return kept;
      },
    },
  ];
}
