import { setTimeout as sleep } from 'node:timers/promises';
import type { ContainerEngine } from '../runtime/containerEngine.ts';
import type { FaultSwitch } from './faults.ts';

/** An engine whose containers wait as long as the fault says, as on a node that is busy or pulls slowly. */
export function slowEngine(engine: ContainerEngine, faults: FaultSwitch, signal: AbortSignal): ContainerEngine {
  return {
    ...engine,
    async hasImage(reference) {
      const { slowPods } = faults.current;
      if (slowPods > 0) await sleep(slowPods, undefined, { signal });
      return await engine.hasImage(reference);
    },
  };
}
