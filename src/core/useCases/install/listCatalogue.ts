import { currentPods, describePod } from '../../platform/catalogue/pods.ts';
import {
  readCatalogue,
  type CatalogueExtension,
  type CatalogueRelease,
} from '../../platform/catalogue/readCatalogue.ts';
import type { ReleaseState } from '../../platform/catalogue/releaseState.ts';
import { listPatiently } from '../../platform/listPatiently.ts';
import { listPlatforms } from '../../platform/platformApi.ts';
import type { PlatformConnection } from '../../platform/platformConnection.ts';
import type { BrokenEntry } from '../../platform/schemas/readExtensionList.ts';

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
export function stateText(state: ReleaseState): string {
  const reason = 'reason' in state ? `: ${state.reason}` : 'waitsFor' in state ? `: ${state.waitsFor}` : '';
  return state.kind + reason;
}

function common({ chart, title, kind, maturity }: CatalogueExtension) {
  return { chart, title, kind, maturity };
}
