import { isCancellation } from '../errors/cancellation.ts';
import type { JobEvent, JobEventSink, StepOutcome } from './jobEvent.ts';
import type { JobStep } from './jobStep.ts';
import { plainLogLines } from '../text/plainText.ts';

type Unstamped<T> = T extends unknown ? Omit<T, 'time'> : never;

/** Turns what the steps of a job say into events. Step 0 is the job itself and has no events of its own. */
export function createJobStep(sink: JobEventSink, signal: AbortSignal): JobStep {
  const tell = (event: Unstamped<JobEvent>): void => sink({ time: new Date().toISOString(), ...event });
  let lastStep = 0;

  const createStep = (id: number, note: (text: string, outcome: 'done' | 'skipped') => void): JobStep => ({
    signal,
    run: async (title, work) => {
      signal.throwIfAborted();
      lastStep += 1;
      const child = lastStep;
      const started = performance.now();
      let outcome: StepOutcome = 'done';
      let text: string | undefined;
      tell({ type: 'step-started', step: child, parent: id === 0 ? undefined : id, title });
      try {
        return await work(
          createStep(child, (noted, kind) => {
            text = noted;
            outcome = kind;
          }),
        );
      } catch (error) {
        outcome = isCancellation(error) ? 'cancelled' : 'failed';
        throw error;
      } finally {
        const durationMs = Math.round(performance.now() - started);
        tell({ type: 'step-finished', step: child, outcome, durationMs, note: text });
      }
    },
    progress: (progress) => tell({ type: 'step-progress', step: id, ...progress }),
    log: (text) => {
      for (const line of plainLogLines(text)) tell({ type: 'log', step: id, line });
    },
    warn: (message) => tell({ type: 'warning', step: id, message }),
    round: (end) => tell({ type: 'round-finished', step: id, ...end }),
    skip: (reason) => note(reason, 'skipped'),
    result: (text) => note(text, 'done'),
  });

  return createStep(0, () => undefined);
}
