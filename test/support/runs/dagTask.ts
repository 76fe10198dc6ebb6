import type { DagTask } from '../../../src/core/runs/dag/dagSchema.ts';

/** A task as the platform's base operator makes it. */
export function dagTask(id: string, given: Partial<DagTask> = {}): DagTask {
  return {
    id,
    operator: 'KaapanaBaseOperator',
    bases: [],
    kind: 'container',
    name: id,
    outDir: id,
    envVars: {},
    arguments: {},
    memoryMb: 500,
    memoryLimitMb: 600,
    retries: 1,
    retryDelaySeconds: 30,
    triggerRule: 'all_success',
    deleteOutputOnStart: true,
    manageCache: 'ignore',
    labels: {},
    upstream: [],
    certain: true,
    ...given,
  };
}
