import type { JobEventSink } from '../../core/jobs/jobEvent.ts';

/** Where the events of a job go for whoever called `edk`. */
export interface Output {
  readonly sink: JobEventSink;
  /** Shows what a finished job found, in people's form; machines read it in the last event. */
  readonly show: (text: string) => void;
  /** Ends drawing, so that the terminal is left clean. */
  close(): void;
}

/** The part of a stream that outputs write to. */
export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}
