import { currentPods, describePod, readPods } from '../platform/catalogue/pods.ts';
import { listReleases } from '../platform/catalogue/findRelease.ts';
import { releaseState } from '../platform/catalogue/releaseState.ts';
import { listExtensions } from '../platform/platformApi.ts';
import type { PlatformConnection } from '../platform/platformConnection.ts';
import type { Deployment } from '../platform/schemas/deployment.ts';
import type { ExtensionEntry } from '../platform/schemas/extensionEntry.ts';
import type { BrokenEntry } from '../platform/schemas/readExtensionList.ts';

/** A release, or an extension without one, as people see it in a list. */
interface CatalogueRow {
  /** Release where there is one, else chart. */
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

/** What the platform has: every release once, and every extension without a release. */
export async function listCatalogue(platform: PlatformConnection, signal: AbortSignal): Promise<Catalogue> {
  const { extensions, broken } = await listExtensions(platform, signal);
  const releases = listReleases(extensions);
  const withRelease = new Set(releases.map(({ chartName }) => chartName));
  const rows = [
    ...releases.flatMap(({ chartName, version, deployment }) => {
      const entry = extensions.find(({ chart_name: name }) => name === chartName);
      return entry === undefined ? [] : [releaseRow(entry, version, deployment)];
    }),
    ...extensions
      .filter((entry) => !withRelease.has(entry.chart_name))
      .map((entry) => ({
        ...common(entry),
        name: entry.chart_name,
        version: entry.latest_version ?? entry.version ?? '',
        state: 'not installed',
        pods: [],
      })),
  ];
  return { rows: rows.sort((a, b) => a.name.localeCompare(b.name, 'en')), broken };
}

function releaseRow(entry: ExtensionEntry, version: string, deployment: Deployment): CatalogueRow {
  const pods = readPods(deployment);
  const state = releaseState({ helmStatus: deployment.helm_status?.toLowerCase(), pods, expectsPods: false });
  const reason = 'reason' in state ? `: ${state.reason}` : 'waitsFor' in state ? `: ${state.waitsFor}` : '';
  return {
    ...common(entry),
    name: deployment.deployment_id,
    version,
    state: `${state.kind}${reason}`,
    pods: currentPods(pods).map(describePod),
  };
}

function common(entry: ExtensionEntry): Pick<CatalogueRow, 'chart' | 'title' | 'kind' | 'maturity'> {
  const visible = entry.annotations?.['ui-visible-name'];
  return {
    chart: entry.chart_name,
    title: typeof visible === 'string' ? visible : entry.chart_name,
    kind: entry.kind === 'dag' ? 'workflow' : entry.kind,
    maturity: entry.experimental === 'yes' ? 'experimental' : 'stable',
  };
}
