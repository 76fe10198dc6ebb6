import { cachedToolPath, fetchIntoCache } from './cachedTool.mjs';
import { downloadVerified } from './download.mjs';
import { isExecutable } from './findExecutable.mjs';
import { goModuleBuild } from './goModules.mjs';
import { goArchitecture } from './helm.mjs';
import { say, SetupError } from './say.mjs';
import { KUBERNETES_VERSION } from './versions.mjs';

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
