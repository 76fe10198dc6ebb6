import type { JobEvent, ReportedError } from '../../core/jobs/jobEvent.ts';
import { StepTree } from '../../core/jobs/stepTree.ts';
import { formatDuration } from '../../core/text/formatDuration.ts';

const marks = { done: '✔', skipped: '○', failed: '✖', cancelled: '■' } as const;
const outcomes = { succeeded: '✔ Succeeded', failed: '✖ Failed', cancelled: '■ Cancelled' } as const;
const indent = ' '.repeat(11);

/** A job's journal as a text for people: in the order of time, each output below the step that it belongs to. */
export function jobLogText(events: readonly JobEvent[]): string {
  const steps = new StepTree();
  const lines: string[] = [];
  // Editors mark the usual sign between titles as a letter that looks like another one.
  const pathOf = (step: number): string => steps.path(step).replaceAll(' / ', ' > ');
  let speaker = -1;
  const say = (time: string, text: string): void => {
    lines.push(`${clock(time)}   ${text}`);
    speaker = -1;
  };
  for (const event of events) {
    switch (event.type) {
      case 'job-started': {
        const project = event.project === undefined ? [] : [`${indent}${event.project}`];
        lines.push(`${clock(event.time)}   edk ${event.verb}`, ...project);
        break;
      }
      case 'step-started':
        steps.start(event);
        break;
      case 'log':
        if (speaker !== event.step) say(event.time, `▸ ${pathOf(event.step)}`);
        speaker = event.step;
        lines.push(`${indent}│ ${event.line}`);
        break;
      case 'warning':
        say(event.time, `! ${event.message}`);
        break;
      case 'step-finished': {
        steps.finish(event);
        const note = event.note === undefined ? '' : ` · ${event.note}`;
        say(event.time, `${marks[event.outcome]} ${pathOf(event.step)}${note} (${formatDuration(event.durationMs)})`);
        break;
      }
      case 'job-finished':
        say(event.time, `${outcomes[event.outcome]} after ${formatDuration(event.durationMs)}.`);
        if (event.error !== undefined) lines.push('', ...errorLines(event.error));
        break;
      case 'step-progress':
        break;
    }
  }
  return `${lines.join('\n')}\n`;
}

function errorLines({ code, message, remedy, detail, place }: ReportedError): string[] {
  const where = place === undefined ? [] : [[place.file, place.line, place.column].filter(Boolean).join(':')];
  const words = detail === undefined || detail === '' ? [] : detail.split('\n').map((line) => `  │ ${line}`);
  return [`✖ ${message} (${code})`, ...where.map((line) => `  ${line}`), ...words, `  → ${remedy}`];
}

/** `09:30:00`, in the time zone of the reader. */
function clock(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? '        ' : date.toTimeString().slice(0, 8);
}
