import { compareVersions } from '../../shared/versions/compareVersions.ts';
import type { PackagedChart } from '../charts/packagedChart.ts';
import type { Quirks } from '../start/quirks.ts';
import { listedPods, type Release } from '../releases/release.ts';
import { deploymentEntry, type DeploymentEntry } from './deploymentEntry.ts';

/** An element of /extensions and /platforms, with the keys that the real backend always sends. */
export interface ExtensionEntry {
  readonly available_versions: Readonly<Record<string, { readonly deployments: readonly DeploymentEntry[] }>>;
  readonly chart_name: string;
  readonly description: string;
  readonly display_name: string;
  readonly experimental: 'yes' | 'no';
  readonly extension_params: Readonly<Record<string, unknown>> | null;
  readonly keywords: readonly string[];
  readonly kind: ExtensionKind;
  readonly latest_version: string;
  readonly multiinstallable: 'yes' | 'no';
  readonly links: readonly string[];
  readonly name: string;
  readonly resourceRequirement: 'cpu' | 'gpu';
  readonly annotations: Readonly<Record<string, string>> | null;
  readonly installed: 'yes' | 'no';
  readonly helmStatus: string | null;
  readonly kubeStatus: readonly string[] | string | null;
  readonly version: string;
  readonly versions: readonly string[];
  readonly releaseName: string;
  readonly successful?: 'yes' | 'pending';
}

type ExtensionKind = 'application' | 'dag' | 'platform';

export interface ListSources {
  readonly charts: readonly PackagedChart[];
  readonly releases: readonly Release[];
  /** Parameters of these names need no answer from the person. */
  readonly platformGlobals: Readonly<Record<string, unknown>>;
  readonly now: number;
  readonly quirks: Pick<Quirks, 'readyWithoutPods'>;
}

/** The whole list; instances of a multi-installable chart precede its own entry. */
export function extensionEntries(sources: ListSources): ExtensionEntry[] {
  const listed = sources.charts.filter((chart) => chart.globals !== undefined && kindOf(chart) !== undefined);
  const names = [...new Set(listed.map(({ name }) => name))];
  return names.flatMap((name) => entriesOfChart(name, sources));
}

/** The entries of one chart; `versions` limits them to those versions. */
export function entriesOfChart(name: string, sources: ListSources, versions?: ReadonlySet<string>): ExtensionEntry[] {
  const charts = sources.charts
    .filter((chart) => chart.name === name && (versions?.has(chart.version) ?? true))
    .sort((a, b) => compareVersions(b.version, a.version));
  const [newest] = charts;
  if (newest === undefined) return [];
  const kind = kindOf(newest);
  if (kind === undefined || newest.globals === undefined) return [];
  const releases = sources.releases.filter((release) => release.chart === name);
  const entry = baseEntry(newest, kind, { ...sources, charts, releases });
  if (entry.multiinstallable === 'no') return [withRelease(entry, releases)];
  return [...releases.map((release) => instanceEntry(entry, release, sources)), templateEntry(entry, releases)];
}

function kindOf({ keywords }: PackagedChart): ExtensionKind | undefined {
  if (keywords.includes('kaapanaplatform')) return 'platform';
  if (keywords.includes('kaapanaapplication')) return 'application';
  return keywords.includes('kaapanaworkflow') ? 'dag' : undefined;
}

function baseEntry(chart: PackagedChart, kind: ExtensionKind, sources: ListSources): ExtensionEntry {
  const { charts, releases, platformGlobals } = sources;
  const versions = charts.map(({ version }) => version);
  const has = (keyword: string) => (chart.keywords.includes(keyword) ? 'yes' : 'no');
  const deploymentsOf = (version: string) =>
    releases.filter((release) => release.version === version).map((release) => deploymentEntry(release, sources));
  return {
    available_versions: Object.fromEntries(
      versions.map((version) => [version, { deployments: deploymentsOf(version) }]),
    ),
    chart_name: chart.name,
    description: chart.description,
    display_name: '',
    experimental: has('kaapanaexperimental'),
    extension_params: markRequired(chart.extensionParameters, platformGlobals),
    keywords: chart.keywords,
    kind,
    latest_version: chart.version,
    multiinstallable: has('kaapanamultiinstallable'),
    links: [],
    name: chart.name,
    resourceRequirement: chart.keywords.includes('gpurequired') ? 'gpu' : 'cpu',
    annotations: chart.annotations,
    installed: 'no',
    helmStatus: null,
    kubeStatus: null,
    version: chart.version,
    versions,
    releaseName: chart.name,
  };
}

function markRequired(
  parameters: PackagedChart['extensionParameters'],
  globals: Readonly<Record<string, unknown>>,
): ExtensionEntry['extension_params'] {
  if (parameters === null) return null;
  return Object.fromEntries(
    Object.entries(parameters).map(([key, parameter]) => [
      key,
      typeof parameter === 'object' ? { ...parameter, required: !(key in globals) } : parameter,
    ]),
  );
}

function withRelease(entry: ExtensionEntry, releases: readonly Release[]): ExtensionEntry {
  const release = releases.at(-1);
  if (release === undefined) return entry;
  const pods = listedPods(release);
  return {
    ...entry,
    installed: 'yes',
    links: release.links,
    helmStatus: capitalise(release.status),
    kubeStatus: release.status === 'deployed' ? pods.map(({ ready }) => ready) : null,
  };
}

function instanceEntry(entry: ExtensionEntry, release: Release, sources: ListSources): ExtensionEntry {
  const deployed = release.status === 'deployed';
  const pods = listedPods(release);
  const displayName = release.parameters['display_name'];
  const hasName = typeof displayName === 'string' && displayName !== '-' && displayName !== '';
  return {
    ...entry,
    available_versions: { [release.version]: { deployments: [deploymentEntry(release, sources)] } },
    display_name: hasName ? displayName : release.name,
    links: release.links,
    installed: 'yes',
    helmStatus: capitalise(release.status),
    kubeStatus: deployed ? pods.map(({ status }) => capitalise(status.toLowerCase())) : null,
    version: release.version,
    latest_version: release.version,
    versions: [release.version],
    releaseName: release.name,
    successful: deployed ? 'yes' : 'pending',
  };
}

function templateEntry(entry: ExtensionEntry, releases: readonly Release[]): ExtensionEntry {
  return releases.length === 0 ? entry : { ...entry, helmStatus: '', kubeStatus: '' };
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
