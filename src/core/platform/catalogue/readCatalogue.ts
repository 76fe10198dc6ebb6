import type { ListedParameter } from '../../../shared/parameters/parameter.ts';
import type { Deployment, ExtensionEntry } from '../schemas/extensionList.ts';
import { listReleases, type ListedRelease, releaseState, type ReleaseState } from './releaseState.ts';
import { readPods, type Pod } from './pods.ts';

/** A release of an extension as the platform's list shows it. */
export interface CatalogueRelease {
  readonly name: string;
  /** Display name given by the user, otherwise the release's name. */
  readonly title: string;
  readonly version: string;
  readonly state: ReleaseState;
  /** All pods, including leftovers. */
  readonly pods: readonly Pod[];
  /** Paths on the platform, `:<port>`, or whole addresses. */
  readonly links: readonly string[];
}

/** One extension of the platform, with all its versions and releases. */
export interface CatalogueExtension {
  /** Name of its chart. */
  readonly chart: string;
  readonly title: string;
  readonly description: string;
  /** `workflow`, `application`, `platform`, or what the platform calls it. */
  readonly kind: string;
  readonly maturity: 'stable' | 'experimental';
  readonly hardware: 'cpu' | 'gpu';
  /** Every launch creates a release of its own. */
  readonly multiInstallable: boolean;
  /** The newest first. */
  readonly versions: readonly string[];
  readonly parameters: Readonly<Record<string, ListedParameter>>;
  /** As in the chart: an address, or a path below Kaapana's documentation. */
  readonly documentation: string | undefined;
  readonly releases: readonly CatalogueRelease[];
}

/** How long a release has been seen in this Helm status, in milliseconds. */
export type Watched = (releaseName: string, helmStatus: string | undefined) => number;

/** The platform's list for people: every extension once, with its releases. Sorted by title. */
export function readCatalogue(extensions: readonly ExtensionEntry[], watched: Watched = () => 0): CatalogueExtension[] {
  const releases = groupBy(listReleases(extensions), ({ chartName }) => chartName);
  const entries = groupBy(extensions, ({ chart_name: chart }) => chart);
  return [...entries]
    .map(([chart, same]) => readExtension(same, releases.get(chart) ?? [], watched))
    .sort((a, b) => order.compare(a.title, b.title) || order.compare(a.chart, b.chart));
}

const order = new Intl.Collator('en', { numeric: true });

/** `same` are the entries of one chart: its own, and for multi-installable ones an entry per instance before it. */
function readExtension(
  same: readonly [ExtensionEntry, ...ExtensionEntry[]],
  releases: readonly ListedRelease[],
  watched: Watched,
): CatalogueExtension {
  const main = same.find(({ installed }) => installed !== 'yes') ?? same[0];
  const title = readText(main.annotations?.['ui-visible-name']) ?? main.chart_name;
  const instances = new Map(same.map((entry) => [entry.releaseName, entry]));
  return {
    chart: main.chart_name,
    title,
    description: main.description ?? '',
    kind: main.kind === 'dag' ? 'workflow' : main.kind,
    maturity: main.experimental === 'yes' ? 'experimental' : 'stable',
    hardware: main.resourceRequirement === 'gpu' ? 'gpu' : 'cpu',
    multiInstallable: main.multiinstallable === 'yes',
    versions: readVersions(main),
    parameters: main.extension_params ?? {},
    documentation: readText(main.annotations?.['documentation']),
    releases: releases
      .map(({ version, deployment }) => {
        const name = deployment.deployment_id;
        const instance = main.multiinstallable === 'yes' ? instances.get(name) : undefined;
        return readRelease(deployment, { version, title: readText(instance?.display_name) ?? name, watched });
      })
      .sort((a, b) => order.compare(a.title, b.title)),
  };
}

function readRelease(
  deployment: Deployment,
  { version, title, watched }: { readonly version: string; readonly title: string; readonly watched: Watched },
): CatalogueRelease {
  const pods = readPods(deployment);
  const helmStatus = deployment.helm_status?.toLowerCase();
  const description = deployment.helm_info?.description ?? undefined;
  const sameStatusMs = watched(deployment.deployment_id, helmStatus);
  const state = releaseState({ helmStatus, description, pods, expectsPods: false, sameStatusMs });
  return { name: deployment.deployment_id, title, version, state, pods, links: deployment.links ?? [] };
}

/** For a while after an installation or uninstallation, the platform lists only one version. */
function readVersions({ versions, available_versions: available, latest_version: latest, version }: ExtensionEntry) {
  const listed = versions ?? [];
  if (listed.length > 0) return listed;
  const keys = Object.keys(available).sort((a, b) => order.compare(b, a));
  return keys.length > 0 ? keys : [latest ?? version].filter((text) => text !== null && text !== undefined);
}

function readText(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, [T, ...T[]]> {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
