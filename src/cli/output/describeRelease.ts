import type { HealthyRelease } from '../../core/platform/judgeRelease.ts';

interface DescribedRelease {
  readonly releaseName: string;
  readonly version: string;
  readonly state: HealthyRelease['kind'];
  readonly note?: string | undefined;
  readonly links: readonly string[];
}

const states = {
  running: 'is running',
  completed: 'is installed and ready to run',
  deployed: 'is installed',
} as const;

/** What was installed, with its note and links, one per line. */
export function describeRelease({ releaseName, version, state, note, links }: DescribedRelease): string {
  return [`${releaseName} ${version} ${states[state]}.`, ...(note === undefined ? [] : [note]), ...links].join('\n');
}
