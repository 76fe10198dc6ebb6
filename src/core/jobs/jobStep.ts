import type { RoundEnd, StepProgress, JobEvent, JobEventSink, StepOutcome } from './jobEvent.ts';
import { isCancellation } from '../errors/edkError.ts';
import { plainLogLines } from '../text/plainText.ts';

/**
 * One step of a job, passed down through every use case: it reports its progress, starts steps below it and carries
 * the signal that cancels the whole job. The same calls fill the journal and draw the terminal.
 */
export interface JobStep {
  readonly signal: AbortSignal;
  /** Runs a step below this one; fails with whatever `work` throws. Steps may run in parallel. */
  run<T>(title: string, work: (step: JobStep) => Promise<T>): Promise<T>;
  progress(progress: StepProgress): void;
  /** Lines of output, without the trailing line ending. */
  log(text: string): void;
  /** Something that the user should know although the job continues. */
  warn(message: string): void;
  /** Reports how one round of a continuing job ended; replaces the report of the previous round. */
  round(end: RoundEnd): void;
  /** Reports that there was nothing to do, and why. */
  skip(reason: string): void;
  /** A short result, shown next to the title of the finished step. */
  result(text: string): void;
}

type Unstamped<T> = T extends unknown ? Omit<T, 'time'> : never;

/** Turns the reports of a job's steps into events. Step 0 is the job itself and has no events of its own. */
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

/** The same step with another signal, which also applies to all steps below it. */
export function withSignal(step: JobStep, signal: AbortSignal): JobStep {
  return { ...step, signal, run: (title, work) => step.run(title, (inner) => work(withSignal(inner, signal))) };
}

/** Runs two tasks in parallel; if one fails, the other is cancelled, and the failure is thrown when both have ended. */
export async function runTogether<A, B>(
  step: JobStep,
  first: (step: JobStep) => Promise<A>,
  second: (step: JobStep) => Promise<B>,
): Promise<[A, B]> {
  const failed = new AbortController();
  const shared = withSignal(step, AbortSignal.any([step.signal, failed.signal]));
  const guard = async <T>(work: (step: JobStep) => Promise<T>): Promise<T> => {
    try {
      return await work(shared);
    } catch (error) {
      failed.abort();
      throw error;
    }
  };
  const [one, two] = await Promise.allSettled([guard(first), guard(second)]);
  if (one.status === 'fulfilled' && two.status === 'fulfilled') return [one.value, two.value];
  const reasons = [one, two].flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
  throw reasons.find((reason) => !isCancellation(reason)) ?? reasons[0];
}
