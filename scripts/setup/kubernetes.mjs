import { join } from 'node:path';
import { cachedToolPath, fetchIntoCache } from './cachedTool.mjs';
import { downloadVerified, unpack } from './download.mjs';
import { goModuleBuild } from './goModules.mjs';
import { goArchitecture } from './helm.mjs';
import { isExecutable } from './run.mjs';
import { say, SetupError } from './say.mjs';
import { KUBERNETES_VERSION, ETCD_VERSION } from './versions.mjs';

/**
 * A program of Kubernetes in the version that the tests are made for.
 *
 * @param {'kube-apiserver' | 'kube-controller-manager' | 'kubectl'} name
 * @param {AbortSignal} [signal]
 * @returns {Promise<string>} its path
 */
export async function ensureKubernetesProgram(name, signal) {
  const cached = cachedToolPath(name, KUBERNETES_VERSION);
  if (isExecutable(cached)) return cached;
  say(`${name}: fetching ${KUBERNETES_VERSION}, a part of the cluster that the tests install into.`);
  const ways = [releaseBinary(name, signal), ...goBuild(name, signal)];
  const result = await fetchIntoCache({ name, version: KUBERNETES_VERSION, ways, signal });
  if ('path' in result) return result.path;
  throw new SetupError(
    `${name} is missing, and it could not be fetched:\n${result.reasons.join('\n')}`,
    `Get it from https://kubernetes.io/releases/download/ and put it at ${cached}.`,
  );
}

/** @returns {import('./cachedTool.mjs').Way} */
function releaseBinary(name, signal) {
  const url = `https://dl.k8s.io/release/v${KUBERNETES_VERSION}/bin/${process.platform}/${goArchitecture()}/${name}`;
  return {
    title: 'the official release',
    fetch: (folder) => downloadVerified({ url, checksumUrl: `${url}.sha256`, folder, signal }),
  };
}

/** @returns {import('./cachedTool.mjs').Way[]} */
function goBuild(name, signal) {
  return goModuleBuild({
    name,
    title: 'a build from the Go modules (some minutes)',
    module: 'k8s.io/kubernetes',
    version: KUBERNETES_VERSION,
    package: `cmd/${name}`,
    // Its parts are released as modules of their own, with 0 for its 1.
    partVersion: KUBERNETES_VERSION.replace(/^1/, '0'),
    flags: linkerFlags(),
    signal,
  });
}

/** Helm and kubectl ask a server for its version, and an unstamped one calls itself 0.0.0. */
function linkerFlags() {
  const [major, minor] = KUBERNETES_VERSION.split('.');
  const stamps = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].flatMap((part) => [
    `${part}.gitVersion=v${KUBERNETES_VERSION}`,
    `${part}.gitMajor=${major}`,
    `${part}.gitMinor=${minor}`,
  ]);
  return ['-s', '-w', ...stamps.map((stamp) => `-X ${stamp}`)].join(' ');
}

/**
 * etcd keeps what the API server knows.
 *
 * @param {AbortSignal} [signal]
 * @returns {Promise<string>} its path
 */
export async function ensureEtcd(signal) {
  const cached = cachedToolPath('etcd', ETCD_VERSION);
  if (isExecutable(cached)) return cached;
  say(`etcd: fetching ${ETCD_VERSION}, because it stores the state of the test cluster.`);
  const ways = [releaseArchive(signal), ...buildOfEtcd(signal)];
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
function buildOfEtcd(signal) {
  return goModuleBuild({
    name: 'etcd',
    title: 'a build from the Go modules (one to three minutes)',
    module: 'go.etcd.io/etcd/server/v3',
    version: ETCD_VERSION,
    flags: '-s -w',
    signal,
  });
}
