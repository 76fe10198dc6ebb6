import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cachedFolderPath, fetchFolderIntoCache } from './cachedTool.mjs';
import { codeServerPackage, packagedCommand } from './codeServerPackage.mjs';
import { downloadVerified, unpack } from './download.mjs';
import { goArchitecture } from './helm.mjs';
import { say, SetupError } from './say.mjs';

/**
 * @typedef {object} CodeServerRelease
 * @property {string} version
 * @property {string} [node] major version of the Node that it needs, where it is not ours
 */

/**
 * A workbench in which `npm start` and the tests run the extension.
 *
 * @param {CodeServerRelease} release
 * @param {AbortSignal} [signal]
 * @returns {Promise<readonly string[]>} the command that starts it, without arguments
 */
export async function ensureCodeServer(release, signal) {
  const { version, node } = release;
  // Compiled parts fit one Node only.
  const cachedAs = `${version}-node${node ?? process.versions.modules}`;
  const folder = cachedFolderPath('code-server', cachedAs);
  if (!existsSync(folder)) {
    say(`code-server: fetching ${version}, because the extension runs in a real workbench.`);
    const started = Date.now();
    const ways = [releaseArchive(version, signal), codeServerPackage(release, signal)];
    const result = await fetchFolderIntoCache({ name: 'code-server', version: cachedAs, ways, signal });
    if (!('path' in result)) {
      throw new SetupError(
        `code-server ${version} could not be fetched:\n${result.reasons.join('\n')}`,
        `Fix this, or unpack its release archive into ${folder}.`,
      );
    }
    say(`  there after ${((Date.now() - started) / 1000).toFixed(0)} s`);
  }
  const archived = join(folder, 'bin', 'code-server');
  return existsSync(archived) ? [archived] : packagedCommand(release, folder);
}

/** @returns {import('./cachedTool.mjs').Way} */
function releaseArchive(version, signal) {
  const system = process.platform === 'darwin' ? 'macos' : process.platform;
  const name = `code-server-${version}-${system}-${goArchitecture()}`;
  const releases = 'coder/code-server/releases';
  return {
    title: 'the official release archive',
    async fetch(folder) {
      const archive = await downloadVerified({
        url: `https://github.com/${releases}/download/v${version}/${name}.tar.gz`,
        checksumUrl: `https://api.github.com/repos/${releases}/tags/v${version}`,
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
