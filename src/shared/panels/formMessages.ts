import * as z from 'zod/mini';
import type { Answers, FormEntry } from '../parameters/parameter.ts';
import { problemTexts, type ProblemId, type ProblemTexts } from '../parameters/problem.ts';

/** The words of the form in the person's language. */
export interface FormTexts {
  readonly cancel: string;
  readonly defaults: string;
  /** Above the problems of a form that cannot be sent. */
  readonly correct: string;
  /** After the label of an input that must not be empty, for screen readers. */
  readonly required: string;
  /** The entry of a list that chooses nothing. */
  readonly chooseNothing: string;
  /** Of a secret: that it is not remembered. */
  readonly notRemembered: string;
  /** With the type in its slot. */
  readonly unknownType: string;
  /** How several values are typed where no choices are given. */
  readonly separateByComma: string;
  readonly problems: ProblemTexts;
}

export interface FormContent {
  readonly title: string;
  /** What the button does. */
  readonly accept: string;
  readonly entries: readonly FormEntry[];
  /** What stands in the form at its start. */
  readonly answers: Answers;
  readonly texts: FormTexts;
}

/** From the extension to the form. */
export interface ToForm {
  readonly type: 'show';
  readonly form: FormContent;
}

/** From the form to the extension. */
export type FromForm =
  { readonly type: 'ready' } | { readonly type: 'submit'; readonly answers: Answers } | { readonly type: 'cancel' };

const text = z.string();
const value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);
const answers = z.record(z.string(), value);

const input = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), initial: text, numeric: z.boolean() }),
  z.object({ type: z.literal('switch'), initial: z.boolean() }),
  z.object({ type: z.literal('choice'), choices: z.array(text), initial: text }),
  z.object({ type: z.literal('choices'), choices: z.array(text), initial: z.array(text) }),
]);

const entry = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('heading'), title: text }),
  z.object({ kind: z.literal('text'), title: text, text, html: text }),
  z.object({
    kind: z.literal('input'),
    key: text,
    label: text,
    help: text,
    helpHtml: text,
    unknownType: z.optional(text),
    input,
    required: z.boolean(),
    secret: z.boolean(),
  }),
]);

const texts = z.object({
  cancel: text,
  defaults: text,
  correct: text,
  required: text,
  chooseNothing: text,
  notRemembered: text,
  unknownType: text,
  separateByComma: text,
  problems: z.record(z.enum(Object.keys(problemTexts) as [ProblemId, ...ProblemId[]]), text),
});

const toForm = z.object({
  type: z.literal('show'),
  form: z.object({ title: text, accept: text, entries: z.array(entry), answers, texts }),
});

const fromForm = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('submit'), answers }),
  z.object({ type: z.literal('cancel') }),
]);

/** Undefined for anything that is not a message of ours. */
export function readToForm(message: unknown): ToForm | undefined {
  return toForm.safeParse(message).data;
}

/** Undefined for anything that is not a message of ours. */
export function readFromForm(message: unknown): FromForm | undefined {
  return fromForm.safeParse(message).data;
}
