import type { JobEvent, ReportedError } from '../../core/jobs/jobEvent.ts';
import { StepTree } from '../../core/jobs/stepTree.ts';
import { formatDuration } from '../../core/text/formatAmounts.ts';
import type { SourcePlace } from '../../core/errors/edkError.ts';

const marks = { done: '✔', skipped: '○', failed: '✖', cancelled: '■' } as const;
const outcomes = { succeeded: '✔ Succeeded', failed: '✖ Failed', cancelled: '■ Cancelled' } as const;
const indent = ' '.repeat(11);

/** A job's journal as readable lines in chronological order, each output below its step. */
export class JobLog {
  readonly #steps = new StepTree();
  #speaker = -1;

  /** The lines that this event adds. */
  add(event: JobEvent): readonly string[] {
    switch (event.type) {
      case 'job-started': {
        const project = event.project === undefined ? [] : [`${indent}${event.project}`];
        return [`${clock(event.time)}   edk ${event.verb}`, ...project];
      }
      case 'step-started':
        this.#steps.start(event);
        return [];
      case 'log': {
        const heading = this.#speaker === event.step ? [] : this.#say(event.time, `▸ ${this.#path(event.step)}`);
        this.#speaker = event.step;
        return [...heading, `${indent}│ ${event.line}`];
      }
      case 'warning':
        return this.#say(event.time, `! ${event.message}`);
      case 'step-finished': {
        this.#steps.finish(event);
        const note = event.note === undefined ? '' : ` · ${event.note}`;
        const text = `${marks[event.outcome]} ${this.#path(event.step)}${note} (${formatDuration(event.durationMs)})`;
        return this.#say(event.time, text);
      }
      case 'job-finished': {
        const end = this.#say(event.time, `${outcomes[event.outcome]} after ${formatDuration(event.durationMs)}.`);
        return event.error === undefined ? end : [...end, '', ...errorLines(event.error)];
      }
      case 'round-finished':
      case 'step-progress':
        return [];
    }
  }

  #say(time: string, text: string): string[] {
    this.#speaker = -1;
    return [`${clock(time)}   ${text}`];
  }

  /** Editors highlight the usual separator as an ambiguous character. */
  #path(step: number): string {
    return this.#steps.path(step).replaceAll(' / ', ' > ');
  }
}

/** The location right below the first line, where the problem matcher `$kaapana` expects it. */
export function errorLines(error: ReportedError): string[] {
  const { failures = [] } = error;
  return failures.length === 0 ? linesOfOne(error) : failures.flatMap(linesOfOne);
}

function linesOfOne({ code, message, remedy, detail, place }: ReportedError): string[] {
  const [first = '', ...others] = message.split('\n');
  const where = place === undefined ? [] : [[place.file, place.line, place.column].filter(Boolean).join(':')];
  const words = detail === undefined || detail === '' ? [] : detail.split('\n').map((line) => `  │ ${line}`);
  return [
    `✖ ${first} (${code})`,
    ...where.map((line) => `  ${line}`),
    ...others.map((line) => `  ${line}`),
    ...words,
    `  → ${remedy}`,
  ];
}

/** `09:30:00`, in the local time zone. */
function clock(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? '        ' : date.toTimeString().slice(0, 8);
}

/** A job's whole journal as readable text. */
export function jobLogText(events: readonly JobEvent[]): string {
  const log = new JobLog();
  return `${events.flatMap((event) => log.add(event)).join('\n')}\n`;
}

export interface FoundPlace {
  /** The range within the text. */
  readonly start: number;
  readonly end: number;
  readonly file: string;
  readonly line: number | undefined;
  readonly column: number | undefined;
}

/** File places in a log: absolute paths with a line and perhaps a column, `/work/liver/Dockerfile:12:3`. */
export function findPlaces(text: string): readonly FoundPlace[] {
  return [...text.matchAll(/(?<![\w:/.])((?:\/[^\s/:'"`|()<>]+)+):(\d{1,7})(?::(\d{1,7}))?(?![\w/])/gu)].map(
    (match) => ({
      start: match.index,
      end: match.index + match[0].length,
      file: match[1] ?? '',
      line: match[2] === undefined ? undefined : Number(match[2]),
      column: match[3] === undefined ? undefined : Number(match[3]),
    }),
  );
}

/** A failure with its location in a file. */
export interface FailureInFile extends ReportedError {
  readonly place: SourcePlace;
}

/** The failures in files that an error reports: those it groups, or the error itself. */
export function failuresInFiles(error: ReportedError): FailureInFile[] {
  const { failures = [] } = error;
  return (failures.length === 0 ? [error] : failures).flatMap((failure) =>
    failure.place === undefined ? [] : [{ ...failure, place: failure.place }],
  );
}
