import { isCancellation } from '../errors/cancellation.ts';
import { explainUnexpected } from '../errors/fileErrors.ts';
import { createJobStep } from './createJobStep.ts';
import type { JobEvent, JobEventSink, JobOutcome } from './jobEvent.ts';
import type { JobStep } from './jobStep.ts';
import { plainEvent } from './plainEvent.ts';
import { reportError } from './reportError.ts';

export interface JobRequest {
  readonly id: string;
  readonly verb: string;
  /** Absolute folder of the project it works on. */
  readonly project?: string | undefined;
  /** Name of the extension or release that it is about. */
  readonly subject?: string | undefined;
  readonly signal: AbortSignal;
  readonly sink: JobEventSink;
}

export interface JobEnd {
  readonly outcome: JobOutcome;
  /** What was thrown, unless it succeeded. */
  readonly error?: unknown;
}

/** Runs `work` between the events that start and finish a job. A failure is told and returned, never thrown. */
export async function performJob(request: JobRequest, work: (step: JobStep) => Promise<unknown>): Promise<JobEnd> {
  const { id, verb, project, signal } = request;
  const sink = (event: JobEvent): void => request.sink(plainEvent(event));
  const started = performance.now();
  const now = (): string => new Date().toISOString();
  const durationMs = (): number => Math.round(performance.now() - started);

  sink({ time: now(), type: 'job-started', job: id, verb, project });
  try {
    const value = await work(createJobStep(sink, signal));
    sink({ time: now(), type: 'job-finished', outcome: 'succeeded', durationMs: durationMs(), value });
    return { outcome: 'succeeded' };
  } catch (thrown) {
    const error = explainUnexpected(thrown);
    const outcome = isCancellation(error) ? 'cancelled' : 'failed';
    const reported = outcome === 'failed' ? reportError(error) : undefined;
    sink({ time: now(), type: 'job-finished', outcome, durationMs: durationMs(), error: reported });
    return { outcome, error };
  }
}
