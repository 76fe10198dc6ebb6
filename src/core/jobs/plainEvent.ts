import { plainData, plainLine } from '../text/plainText.ts';
import type { JobEvent } from './jobEvent.ts';

/** The door through which text from outside becomes an event: see plainText. What is shown in one line is one line. */
export function plainEvent(event: JobEvent): JobEvent {
  switch (event.type) {
    case 'step-started':
      return { ...event, title: plainLine(event.title) };
    case 'step-progress':
      return event.message === undefined ? event : { ...event, message: plainLine(event.message) };
    case 'log':
      return { ...event, line: plainLine(event.line) };
    case 'step-finished':
      return event.note === undefined ? event : { ...event, note: plainLine(event.note) };
    case 'job-finished':
      return { ...plainData(event), value: event.value === undefined ? undefined : plainData(asJson(event.value)) };
    case 'job-started':
    case 'warning':
    case 'round-finished':
      return plainData(event);
  }
}

/** As it would stand in the journal. */
function asJson(value: unknown): unknown {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? undefined : JSON.parse(text);
}
