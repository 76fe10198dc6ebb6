import { checkForm } from '../../shared/parameters/checkForm.ts';
import type { Answers, InputEntry } from '../../shared/parameters/parameter.ts';
import { readAnswer } from '../../shared/parameters/readAnswer.ts';

/** What the page sent, as far as it was asked for; undefined when it may not be sent on, as the page says itself. */
export function acceptedAnswers(inputs: readonly InputEntry[], sent: Answers): Answers | undefined {
  const answers = Object.fromEntries(
    inputs.map((entry) => [entry.key, readAnswer(entry, sent[entry.key] ?? entry.input.initial)]),
  );
  return checkForm(inputs, answers).length === 0 ? answers : undefined;
}
