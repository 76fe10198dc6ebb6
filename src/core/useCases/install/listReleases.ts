import { EdkError } from '../../errors/edkError.ts';
import {
  findRelease,
  listReleases as listedReleases,
  releaseState,
  type ReleaseState,
} from '../../platform/catalogue/releaseState.ts';
import { currentPods, describePod, readPods } from '../../platform/catalogue/pods.ts';
import { listIfPossible, listPatiently } from '../../platform/waitForPlatform.ts';
import { chartStatus, type ChartStatus, listPlatforms } from '../../platform/platformApi.ts';
import type { PlatformConnection } from '../../platform/platformConnection.ts';
import { releaseUrls } from '../../platform/platformLinks.ts';
import type { ExtensionEntry, BrokenEntry } from '../../platform/schemas/extensionList.ts';
import {
  readCatalogue,
  type CatalogueExtension,
  type CatalogueRelease,
} from '../../platform/catalogue/readCatalogue.ts';

/** A release as Helm reports it now, with its pods from the platform's list. */
export interface ReleaseRow {
  readonly name: string;
  /** Undefined while the list does not show it. */
  readonly chart: string | undefined;
  readonly version: string | undefined;
  /** In words. */
  readonly state: string;
  readonly pods: readonly string[];
  /** Addresses for a browser. */
  readonly links: readonly string[];
}

/**
 * The platform's releases. Helm is asked about each, because for up to 30 s the list still shows removed releases and
 * does not show failed ones.
 *
 * @param names more releases, which the list may not show yet.
 */
export async function listReleases(
  platform: PlatformConnection,
  names: readonly string[],
  signal: AbortSignal,
): Promise<ReleaseRow[]> {
  const { extensions } = await listPatiently(platform, signal);
  const listed = listedReleases(extensions).map(({ deployment }) => deployment.deployment_id);
  const rows: ReleaseRow[] = [];
  for (const name of [...new Set([...listed, ...names])].sort()) {
    const status = await chartStatus(platform, name, signal);
    if (status !== undefined) rows.push(describe(platform, { name, status, extensions }));
  }
  return rows;
}

/** One release, even if there is no list. @throws EdkError `platform.unknownExtension`. */
export async function readRelease(
  platform: PlatformConnection,
  name: string,
  signal: AbortSignal,
): Promise<ReleaseRow> {
  const status = await chartStatus(platform, name, signal);
  const { extensions } = await listIfPossible(platform, signal);
  if (status !== undefined) return describe(platform, { name, status, extensions });
  const instances = await instancesOf(platform, { chart: name, extensions }, signal);
  throw instances.length > 0
    ? chartNamed(name, instances)
    : new EdkError('platform.unknownExtension', `There is no release "${name}".`);
}

/** Releases of a chart whose instances have names of their own, without those that are listed but already gone. */
export async function instancesOf(
  platform: PlatformConnection,
  { chart, extensions }: { readonly chart: string; readonly extensions: readonly ExtensionEntry[] },
  signal: AbortSignal,
): Promise<string[]> {
  const instances: string[] = [];
  for (const { chartName, deployment } of listedReleases(extensions)) {
    const { deployment_id: name } = deployment;
    if (chartName !== chart || name === chart) continue;
    if ((await chartStatus(platform, name, signal)) !== undefined) instances.push(name);
  }
  return instances.sort();
}

/** The error for the name of a chart where a release is expected. */
export function chartNamed(chart: string, instances: readonly string[]): EdkError {
  const message = `"${chart}" is a chart, not a release. Its releases: ${instances.join(', ')}.`;
  return new EdkError('platform.unknownExtension', message, { remedy: 'Use one of these releases.' });
}

interface ReleaseFacts {
  readonly name: string;
  readonly status: ChartStatus;
  readonly extensions: readonly ExtensionEntry[];
}

function describe(platform: PlatformConnection, { name, status, extensions }: ReleaseFacts): ReleaseRow {
  const { helmStatus, description, lastDeployed } = status;
  const listed = findRelease(extensions, { releaseName: name, lastDeployed });
  const pods = listed === undefined ? [] : readPods(listed.deployment);
  const state = releaseState({ helmStatus, description, pods, expectsPods: false });
  const isUnlisted = listed === undefined && state.kind === 'deployed';
  return {
    name,
    chart: listed?.chartName,
    version: listed?.version,
    state: isUnlisted ? "deployed (not listed yet: the platform's list is up to 30 s old)" : stateText(state),
    pods: currentPods(pods).map(describePod),
    links: releaseUrls(platform.baseUrl, listed?.deployment.links ?? []),
  };
}

/** A release, or an extension without one, as people see it in a list. */
interface CatalogueRow {
  /** Of the release if there is one, otherwise of the chart. */
  readonly name: string;
  readonly chart: string;
  readonly title: string;
  readonly kind: string;
  readonly maturity: 'stable' | 'experimental';
  readonly version: string;
  /** In words; `not installed` without a release. */
  readonly state: string;
  readonly pods: readonly string[];
}

export interface Catalogue {
  readonly rows: readonly CatalogueRow[];
  readonly broken: readonly BrokenEntry[];
}

/** The platform's extensions: every release once, and every extension without a release. */
export async function listCatalogue(
  platform: PlatformConnection,
  what: 'extensions' | 'platforms',
  signal: AbortSignal,
): Promise<Catalogue> {
  const read = what === 'platforms' ? listPlatforms : listPatiently;
  const { extensions, broken } = await read(platform, signal);
  const rows = readCatalogue(extensions).flatMap((extension) =>
    extension.releases.length === 0
      ? [{ ...common(extension), name: extension.chart, version: extension.versions[0] ?? '', ...notInstalled }]
      : extension.releases.map((release) => ({ ...common(extension), ...releaseColumns(release) })),
  );
  return { rows: rows.sort((a, b) => a.name.localeCompare(b.name, 'en')), broken };
}

const notInstalled = { state: 'not installed', pods: [] };

function releaseColumns({ name, version, state, pods }: CatalogueRelease) {
  return { name, version, state: stateText(state), pods: currentPods(pods).map(describePod) };
}

/** A state in words, with its reason. */
function stateText(state: ReleaseState): string {
  const reason = 'reason' in state ? `: ${state.reason}` : 'waitsFor' in state ? `: ${state.waitsFor}` : '';
  return state.kind + reason;
}

function common({ chart, title, kind, maturity }: CatalogueExtension) {
  return { chart, title, kind, maturity };
}
