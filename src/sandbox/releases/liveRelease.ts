import type { HttpClient } from '../../core/http/httpClient.ts';
import type { FaultSwitch } from '../faults/faults.ts';
import type { ReleasePlan } from '../manifest/podPlan.ts';
import type { BackOff } from '../start/platformOptions.ts';
import type { ContainerEngine } from '../runtime/containerEngine.ts';
import type { Release } from './release.ts';

/** A release with what runs of it. */
export interface LiveRelease {
  release: Release;
  plan: ReleasePlan | undefined;
  /** Ends its install or uninstall. */
  operation: AbortController;
  /** Ends its pods. */
  readonly pods: AbortController;
  /** Its pods, each settled when it is gone. */
  readonly running: Promise<void>[];
  /** Its file is gone and must not come back. */
  removed: boolean;
}

/** What working on a release needs. */
export interface ReleaseTools {
  readonly engine: ContainerEngine;
  readonly backOff: BackOff;
  /** For the probes of containers. */
  readonly http: HttpClient;
  readonly hookSeconds: number;
  readonly faults: FaultSwitch;
  readonly log: (line: string) => void;
  /** Keeps the release's present state. */
  readonly save: (live: LiveRelease) => void;
}

export function createLiveRelease(release: Release, plan?: ReleasePlan): LiveRelease {
  return { release, plan, operation: new AbortController(), pods: new AbortController(), running: [], removed: false };
}

/** Changes the release and keeps it. */
export function updateRelease(live: LiveRelease, change: Partial<Release>, tools: ReleaseTools): void {
  live.release = { ...live.release, ...change };
  tools.save(live);
}
