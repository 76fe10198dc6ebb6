import { checkForm } from '../../shared/parameters/checkForm.ts';
import type { Answers, InputEntry } from '../../shared/parameters/parameter.ts';
import { readAnswer } from '../../shared/parameters/readForm.ts';

/** The page's answers, limited to what was asked; undefined if they are invalid, which the page shows itself. */
export function acceptedAnswers(inputs: readonly InputEntry[], sent: Answers): Answers | undefined {
  const answers = Object.fromEntries(
    inputs.map((entry) => [entry.key, readAnswer(entry, sent[entry.key] ?? entry.input.initial)]),
  );
  return checkForm(inputs, answers).length === 0 ? answers : undefined;
}
