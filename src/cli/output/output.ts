import type { JobEventSink } from '../../core/jobs/jobEvent.ts';
import { plainText } from '../../core/text/plainText.ts';

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

/** The sequences of our own colours (ECMA-48, SGR). */
const ownStyles = new RegExp(`(${String.fromCodePoint(0x1b)}${String.raw`\[(?:1|2|22|3[1-6]|39)m`})`, 'u');

/** Removes every control sequence but our own colours, right before text reaches a terminal. */
export function styledText(text: string): string {
  return text
    .split(ownStyles)
    .map((part, index) => (index % 2 === 0 ? plainText(part) : part))
    .join('');
}
