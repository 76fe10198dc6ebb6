import type { ErrorCode } from '../errors/catalogue.ts';
import type { SourcePlace } from '../errors/edkError.ts';

/** How far a step has come. `done` and `total` in the unit named; a step without a total only says what it does. */
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
  /** Where it stands for several: each by itself. */
  readonly failures?: readonly ReportedError[] | undefined;
}

/** How one round of a job ended that never ends by itself, such as a watch. */
export interface RoundEnd {
  readonly outcome: JobOutcome;
  readonly error?: ReportedError | undefined;
}

/** What a job says while it runs: one line of its journal, one line of `edk --json`. */
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
      /** The reason of a skipped step, the short result of a done one. */
      readonly note?: string | undefined;
    }
  | ({ readonly type: 'round-finished'; readonly step: number } & RoundEnd)
  | {
      readonly type: 'job-finished';
      readonly outcome: JobOutcome;
      readonly durationMs: number;
      /** What the job made, for machines. */
      readonly value?: unknown;
      readonly error?: ReportedError | undefined;
    }
);

export type JobEventSink = (event: JobEvent) => void;
