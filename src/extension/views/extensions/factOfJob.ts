import { z } from 'zod';
import type { EndedJob } from '../../jobs/jobStarter.ts';
import type { JobFact } from './jobFact.ts';

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
