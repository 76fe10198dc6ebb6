import type { JobEventSink } from '../../core/jobs/jobEvent.ts';

/** Where the events of a job go. */
export interface Output {
  readonly sink: JobEventSink;
  /** Shows the result of a job to people; with `--json` it is in the last event instead. */
  readonly show: (text: string) => void;
  /** Stops drawing and leaves the terminal clean. */
  close(): void;
}

/** The part of a stream that outputs write to. */
export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}
