import { z } from 'zod';
import type { CatalogueExtension, CatalogueRelease } from '../../../core/platform/catalogue/readCatalogue.ts';
import type { ReleaseState } from '../../../core/platform/catalogue/releaseState.ts';
import type { EndedJob } from '../../jobs/jobStarter.ts';

/** A fact learned from one of our jobs; the platform's list is up to 30 s behind. */
export type JobFact = {
  /** Expiry in terms of `performance.now()`; undefined while the job is running. */
  readonly until?: number | undefined;
} & (
  | { readonly kind: 'installing'; readonly job: string; readonly chart: string; readonly version: string }
  | {
      readonly kind: 'installed';
      readonly chart: string;
      readonly release: string;
      readonly version: string;
      readonly state: 'running' | 'completed' | 'deployed';
    }
  | { readonly kind: 'uninstalling' | 'uninstalled'; readonly release: string }
);

/** The list, corrected by what is known from jobs. */
export function applyFacts(
  extensions: readonly CatalogueExtension[],
  facts: readonly JobFact[],
): readonly CatalogueExtension[] {
  if (facts.length === 0) return extensions;
  return extensions.map((extension) => facts.reduce(applyFact, extension));
}

function applyFact(extension: CatalogueExtension, fact: JobFact): CatalogueExtension {
  const { chart, releases, multiInstallable } = extension;
  switch (fact.kind) {
    case 'installing': {
      if (fact.chart !== chart) return extension;
      const waiting: ReleaseState = { kind: 'requested', waitsFor: "the platform's list" };
      if (multiInstallable) {
        const title = `new ${extension.title}`;
        return { ...extension, releases: [...releases, made(`${chart}:${fact.job}`, title, fact.version, waiting)] };
      }
      return releases.length > 0 ? extension : { ...extension, releases: [made(chart, chart, fact.version, waiting)] };
    }
    case 'installed': {
      if (fact.chart !== chart) return extension;
      const { release, version, state } = fact;
      const listed = releases.find(({ name }) => name === release);
      const now = made(release, listed?.title ?? release, version, { kind: state, pods: [] });
      if (listed === undefined) return { ...extension, releases: [...releases, now] };
      return isOlder(listed, version) ? changeRelease(extension, release, () => [now]) : extension;
    }
    case 'uninstalling':
      return changeRelease(extension, fact.release, (release) => [
        release.state.kind === 'stuck' ? release : { ...release, state: { kind: 'uninstalling' } },
      ]);
    case 'uninstalled':
      return changeRelease(extension, fact.release, () => []);
  }
}

/** Whether the list still shows the release that was replaced. */
function isOlder(listed: CatalogueRelease, version: string): boolean {
  return listed.version !== version || listed.state.kind === 'uninstalling' || listed.state.kind === 'stuck';
}

function made(name: string, title: string, version: string, state: ReleaseState): CatalogueRelease {
  return { name, title, version, state, pods: [], links: [] };
}

function changeRelease(
  extension: CatalogueExtension,
  name: string,
  change: (release: CatalogueRelease) => readonly CatalogueRelease[],
): CatalogueExtension {
  if (!extension.releases.some((release) => release.name === name)) return extension;
  const releases = extension.releases.flatMap((release) => (release.name === name ? change(release) : [release]));
  return { ...extension, releases };
}

const state = z.enum(['running', 'completed', 'deployed']);
const deployed = z.object({
  release: z.object({ releaseName: z.string(), state }),
  chart: z.object({ name: z.string(), version: z.string() }),
});
const installed = z.object({ extension: z.string(), releaseName: z.string(), version: z.string(), state });
const uninstalled = z.object({ releaseName: z.string() });

/** What a successful job implies about a release; the platform's list is up to 30 s behind. */
export function factOfJob({
  verb,
  result: { outcome, value },
}: Pick<EndedJob, 'verb' | 'result'>): JobFact | undefined {
  if (outcome !== 'succeeded') return undefined;
  switch (verb) {
    case 'deploy': {
      const { data } = deployed.safeParse(value);
      if (data === undefined) return undefined;
      const { chart, release } = data;
      const { name, version } = chart;
      return { kind: 'installed', chart: name, release: release.releaseName, version, state: release.state };
    }
    case 'install': {
      const { data } = installed.safeParse(value);
      if (data === undefined) return undefined;
      const { extension, releaseName, version } = data;
      return { kind: 'installed', chart: extension, release: releaseName, version, state: data.state };
    }
    case 'uninstall': {
      const { data } = uninstalled.safeParse(value);
      return data === undefined ? undefined : { kind: 'uninstalled', release: data.releaseName };
    }
    default:
      return undefined;
  }
}
