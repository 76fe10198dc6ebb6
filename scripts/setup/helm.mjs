import { join } from 'node:path';
import { cachedToolPath, fetchIntoCache } from './cachedTool.mjs';
import { downloadVerified, unpack } from './download.mjs';
import { findExecutable, isExecutable, run } from './run.mjs';
import { goModuleBuild } from './goModules.mjs';
import { say, SetupError } from './say.mjs';
import { HELM_KUBERNETES, HELM_OLDEST, HELM_VERSION } from './versions.mjs';

const OLDEST = HELM_OLDEST.join('.');

/**
 * Helm packages and renders charts.
 *
 * @param {AbortSignal} [signal]
 * @returns {Promise<string>} path of a Helm that is new enough
 */
export async function ensureHelm(signal) {
  const chosen = process.env.EDK_HELM;
  if (chosen) {
    const found = isExecutable(chosen) ? chosen : findExecutable(chosen);
    if (found !== undefined && (await isNewEnough(found, signal))) return found;
    throw new SetupError(
      `EDK_HELM is ${chosen}, which is not Helm ${OLDEST} or newer.`,
      'Correct the variable EDK_HELM or remove it; then the set-up finds or fetches Helm itself.',
    );
  }
  for (const candidate of [findExecutable('helm'), cachedToolPath('helm', HELM_VERSION)]) {
    if (candidate !== undefined && isExecutable(candidate) && (await isNewEnough(candidate, signal))) return candidate;
  }
  say(`Helm: fetching ${HELM_VERSION}, because it packages and renders the charts (none from ${OLDEST} on is here).`);
  const result = await fetchIntoCache({
    name: 'helm',
    version: HELM_VERSION,
    ways: [releaseArchive(signal), ...goBuild(signal)],
    signal,
  });
  if ('path' in result) return result.path;
  throw new SetupError(
    `Helm ${OLDEST} or newer is missing, and it could not be fetched:\n${result.reasons.join('\n')}`,
    'Install Helm (https://helm.sh/docs/intro/install/) so that `helm` is on the PATH, or set EDK_HELM to its path.',
  );
}

/** @returns {readonly [number, number] | undefined} major and minor of `v3.19.0+g3d8990f`, or of `v3.19` as a build from the modules says */
export function parseHelmVersion(text) {
  const match = /^v?(\d+)\.(\d+)\b/m.exec(text);
  return match === null ? undefined : [Number(match[1]), Number(match[2])];
}

/** @param {readonly [number, number]} version */
export function isHelmVersionEnough([major, minor]) {
  return major > HELM_OLDEST[0] || (major === HELM_OLDEST[0] && minor >= HELM_OLDEST[1]);
}

async function isNewEnough(helm, signal) {
  const { code, stdout } = await run(helm, ['version', '--template', '{{.Version}}'], { signal, timeoutMs: 10_000 });
  const version = code === 0 ? parseHelmVersion(stdout) : undefined;
  return version !== undefined && isHelmVersionEnough(version);
}

/** @returns {import('./cachedTool.mjs').Way} */
function releaseArchive(signal) {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${goArchitecture()}`;
  const url = `https://get.helm.sh/helm-v${HELM_VERSION}-${platform}.tar.gz`;
  return {
    title: 'the official release archive',
    async fetch(folder) {
      await unpack(await downloadVerified({ url, checksumUrl: `${url}.sha256sum`, folder, signal }), folder, signal);
      return join(folder, platform, 'helm');
    },
  };
}

/** @returns {import('./cachedTool.mjs').Way[]} */
function goBuild(signal) {
  return goModuleBuild({
    name: 'helm',
    title: 'a build from the Go modules (one to three minutes)',
    module: 'helm.sh/helm/v3',
    version: HELM_VERSION,
    package: 'cmd/helm',
    flags: linkerFlags(),
    signal,
  });
}

/** The release's own build stamps these in; without them charts would see the Kubernetes of years ago. */
function linkerFlags() {
  const module = 'helm.sh/helm/v3';
  const [major, minor] = HELM_KUBERNETES;
  const stamps = [
    [`${module}/internal/version.version`, `v${HELM_VERSION}`],
    ...['pkg/chartutil', 'pkg/lint/rules'].flatMap((part) => [
      [`${module}/${part}.k8sVersionMajor`, major],
      [`${module}/${part}.k8sVersionMinor`, minor],
    ]),
  ];
  return ['-s', '-w', ...stamps.map(([name, value]) => `-X ${name}=${value}`)].join(' ');
}

export function goArchitecture(architecture = process.arch) {
  return { x64: 'amd64', ia32: '386' }[architecture] ?? architecture;
}
