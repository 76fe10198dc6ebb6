import type { ErrorCode } from '../errors/catalogue.ts';
import type { SourcePlace } from '../errors/edkError.ts';

/** Progress of a step. `done` and `total` are in `unit`; a step without a total only reports what it does. */
export interface StepProgress {
  readonly message?: string | undefined;
  readonly done?: number | undefined;
  readonly total?: number | undefined;
  readonly unit?: 'bytes' | 'items' | undefined;
}

export type JobOutcome = 'succeeded' | 'failed' | 'cancelled';
export type StepOutcome = 'done' | 'skipped' | 'failed' | 'cancelled';

/** An error as it is shown to people and machines. */
export interface ReportedError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly remedy: string;
  readonly detail?: string | undefined;
  readonly place?: SourcePlace | undefined;
  /** The individual errors, if it stands for several. */
  readonly failures?: readonly ReportedError[] | undefined;
}

/** How one round ended of a job that runs until cancelled, such as a watch. */
export interface RoundEnd {
  readonly outcome: JobOutcome;
  readonly error?: ReportedError | undefined;
}

/** What a job reports while it runs: one line of its journal, one line of `edk --json`. */
export type JobEvent = { /** ISO 8601, UTC. */ readonly time: string } & (
  | { readonly type: 'job-started'; readonly job: string; readonly verb: string; readonly project?: string | undefined }
  | {
      readonly type: 'step-started';
      readonly step: number;
      readonly parent?: number | undefined;
      readonly title: string;
    }
  | ({ readonly type: 'step-progress'; readonly step: number } & StepProgress)
  | { readonly type: 'log'; readonly step: number; readonly line: string }
  | { readonly type: 'warning'; readonly step: number; readonly message: string }
  | {
      readonly type: 'step-finished';
      readonly step: number;
      readonly outcome: StepOutcome;
      readonly durationMs: number;
      /** The reason for skipping a step, or the short result of one that is done. */
      readonly note?: string | undefined;
    }
  | ({ readonly type: 'round-finished'; readonly step: number } & RoundEnd)
  | {
      readonly type: 'job-finished';
      readonly outcome: JobOutcome;
      readonly durationMs: number;
      /** The job's result, for machines. */
      readonly value?: unknown;
      readonly error?: ReportedError | undefined;
    }
);

export type JobEventSink = (event: JobEvent) => void;
