import type { RoundEnd } from './jobEvent.ts';
import type { StepProgress } from './stepProgress.ts';

/**
 * One step of a job, handed down through every use case: it tells of its progress, starts steps below it and carries
 * the signal that cancels the whole job. The same calls fill the journal and draw the terminal.
 */
export interface JobStep {
  readonly signal: AbortSignal;
  /** Runs a step below this one; it fails with what `work` throws. Steps may run side by side. */
  run<T>(title: string, work: (step: JobStep) => Promise<T>): Promise<T>;
  progress(progress: StepProgress): void;
  /** Lines of output, without the last line end. */
  log(text: string): void;
  /** Something that the person should know although the job goes on. */
  warn(message: string): void;
  /** Says how one round of a job ended that goes on: what it tells replaces what the round before told. */
  round(end: RoundEnd): void;
  /** Says that there was nothing to do, and why. */
  skip(reason: string): void;
  /** A short result, shown beside the title of the finished step. */
  result(text: string): void;
}
