import type { FormEntry, Answers, InputEntry, ParameterValue } from '../../shared/parameters/parameter.ts';
import { checkAnswer, checkForm } from '../../shared/parameters/checkForm.ts';
import { readAnswer } from '../../shared/parameters/readForm.ts';

/** The questions of a form, in a panel or step by step. */
export interface ParameterQuestion {
  readonly entries: readonly FormEntry[];
  /** E.g. `Install Lung 0.6.0`. */
  readonly title: string;
  /** Label of the final button. */
  readonly accept: string;
  /** Key for remembering the answers. */
  readonly extension: string;
}

/** One step of the native form. */
export type FormStep =
  | { readonly kind: 'text'; readonly title: string; readonly lines: readonly string[] }
  | { readonly kind: 'input'; readonly entry: InputEntry; /** Empty without one. */ readonly heading: string };

/** Explanations become separate steps; headings are shown above the inputs that follow. */
export function formSteps(entries: readonly FormEntry[]): FormStep[] {
  const steps: FormStep[] = [];
  let heading = '';
  for (const entry of entries) {
    if (entry.kind === 'heading') heading = entry.title;
    else if (entry.kind === 'input') steps.push({ kind: 'input', entry, heading });
    else steps.push({ kind: 'text', title: entry.title, lines: entry.text.split('\n').flatMap(wrap) });
  }
  return steps;
}

/** Initial values: the previous answers where still valid, otherwise the defaults. */
export function initialAnswers(inputs: readonly InputEntry[], remembered: Readonly<Record<string, unknown>>): Answers {
  return Object.fromEntries(
    inputs.map((entry) => {
      const last = remembered[entry.key];
      const fits = isValueOf(entry, last) && !entry.secret && checkAnswer(entry, last) === undefined;
      return [entry.key, fits ? last : entry.input.initial];
    }),
  );
}

/** Everything but secrets. */
export function answersToRemember(inputs: readonly InputEntry[], answers: Answers): Answers {
  const kept = inputs.filter(({ key, secret }) => !secret && answers[key] !== undefined);
  return Object.fromEntries(kept.map(({ key }) => [key, answers[key] ?? '']));
}

function isValueOf({ input }: InputEntry, value: unknown): value is ParameterValue {
  if (input.type === 'switch') return typeof value === 'boolean';
  if (input.type === 'choices') return Array.isArray(value) && value.every((item) => typeof item === 'string');
  return typeof value === 'string' || (input.type === 'text' && input.numeric && typeof value === 'number');
}

/** Quick Input lists do not wrap lines. */
function wrap(text: string): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + word.length < 90) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** The page's answers, limited to what was asked; undefined if they are invalid, which the page shows itself. */
export function acceptedAnswers(inputs: readonly InputEntry[], sent: Answers): Answers | undefined {
  const answers = Object.fromEntries(
    inputs.map((entry) => [entry.key, readAnswer(entry, sent[entry.key] ?? entry.input.initial)]),
  );
  return checkForm(inputs, answers).length === 0 ? answers : undefined;
}
