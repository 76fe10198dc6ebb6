import { z } from 'zod';
import { catalogue, type ErrorCode } from '../errors/catalogue.ts';
import type { JobEvent } from './jobEvent.ts';
import { parseJson } from '../text/parseJson.ts';
import { plainData, plainLine } from '../text/plainText.ts';

const text = z.string();
const step = z.number().int().nonnegative();
const place = z.object({ file: text, line: z.number().optional(), column: z.number().optional() });
const failure = z.object({
  // Another version of edk may have codes that this one does not.
  code: z.custom<ErrorCode>((code) => typeof code === 'string' && code in catalogue).catch('internal'),
  message: text,
  remedy: text,
  detail: text.optional(),
  place: place.optional(),
});
// Failures are not nested any deeper.
const error = failure.extend({ failures: z.array(failure).optional() });

const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('job-started'), time: text, job: text, verb: text, project: text.optional() }),
  z.object({ type: z.literal('step-started'), time: text, step, parent: step.optional(), title: text }),
  z.object({
    type: z.literal('step-progress'),
    time: text,
    step,
    message: text.optional(),
    done: z.number().optional(),
    total: z.number().optional(),
    unit: z.enum(['bytes', 'items']).optional(),
  }),
  z.object({ type: z.literal('log'), time: text, step, line: text }),
  z.object({ type: z.literal('warning'), time: text, step, message: text }),
  z.object({
    type: z.literal('step-finished'),
    time: text,
    step,
    outcome: z.enum(['done', 'skipped', 'failed', 'cancelled']),
    durationMs: z.number(),
    note: text.optional(),
  }),
  z.object({
    type: z.literal('round-finished'),
    time: text,
    step,
    outcome: z.enum(['succeeded', 'failed', 'cancelled']),
    error: error.optional(),
  }),
  z.object({
    type: z.literal('job-finished'),
    time: text,
    outcome: z.enum(['succeeded', 'failed', 'cancelled']),
    durationMs: z.number(),
    value: z.unknown().optional(),
    error: error.optional(),
  }),
]);

/** The event in a line of a journal, whoever wrote it; undefined for a truncated or invalid line. */
export function parseJobEvent(line: string): JobEvent | undefined {
  const event = parseJson(line, eventSchema);
  return event === undefined ? undefined : plainEvent(event);
}

/** Cleans text from outside that becomes part of an event; see plainText. Single-line fields become one line. */
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

/** The value as it would be read from the journal. */
function asJson(value: unknown): unknown {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? undefined : JSON.parse(text);
}
