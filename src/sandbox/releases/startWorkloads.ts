import type { Workload } from '../manifest/podPlan.ts';
import { runWorkload } from '../runtime/workloadRun.ts';
import { updateRelease, type LiveRelease, type ReleaseTools } from './liveRelease.ts';
import type { ReleaseWorkload } from './release.ts';

/** Starts what a release has not finished yet: all of a new one, the interrupted rest after a restart. */
export function startWorkloads(live: LiveRelease, tools: ReleaseTools): void {
  const known = live.release.workloads;
  const workloads = live.plan?.workloads ?? [];
  const entries = workloads.map(
    ({ kind, name, namespaced }): ReleaseWorkload =>
      known.find((entry) => entry.kind === kind && entry.name === name) ?? { kind, name, namespaced, pods: [] },
  );
  updateRelease(live, { workloads: entries }, tools);
  workloads.forEach((workload, index) => {
    if (entries[index]?.result === undefined) live.running.push(run(workload, index, live, tools));
  });
}

async function run(workload: Workload, index: number, live: LiveRelease, tools: ReleaseTools): Promise<void> {
  const change = (changed: Partial<ReleaseWorkload>) => {
    const entry = live.release.workloads[index];
    if (entry === undefined) return;
    updateRelease(live, { workloads: live.release.workloads.with(index, { ...entry, ...changed }) }, tools);
  };
  const earlier = (live.release.workloads[index]?.pods ?? []).filter(
    ({ phase }) => workload.kind === 'Job' && phase === 'Failed',
  );
  try {
    const result = await runWorkload({
      release: live.release.name,
      workload,
      engine: tools.engine,
      backOff: tools.backOff,
      http: tools.http,
      signal: live.pods.signal,
      earlier,
      report: (pods) => change({ pods: [...pods] }),
    });
    change({ result });
  } catch (error) {
    if (live.pods.signal.aborted) return;
    tools.log(`${workload.kind} ${workload.name}: ${error instanceof Error ? (error.stack ?? '') : String(error)}`);
    change({ result: 'failed' });
  }
}
