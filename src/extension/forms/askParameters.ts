import * as vscode from 'vscode';
import { checkAnswer } from '../../shared/parameters/checkAnswer.ts';
import type { FormEntry, InputEntry, ParameterValue } from '../../shared/parameters/parameter.ts';
import { readAnswer } from '../../shared/parameters/readAnswer.ts';
import { askChoice } from '../ui/askChoice.ts';
import { askText, type Asking } from '../ui/askText.ts';
import { askItems } from './askItems.ts';
import { answersToRemember, formSteps, initialAnswers, type Answers, type FormStep } from './formSteps.ts';

export interface ParameterQuestion {
  readonly entries: readonly FormEntry[];
  /** E.g. `Install Lung 0.6.0`. */
  readonly title: string;
  /** Of the button at the end. */
  readonly accept: string;
  /** Under which the answers are remembered. */
  readonly extension: string;
  readonly memory: vscode.Memento;
}

/**
 * Asks for the parameters of an extension step by step, and shows all of them at the end.
 *
 * @throws CancellationError when the person leaves the form.
 */
export async function askParameters(question: ParameterQuestion): Promise<Answers> {
  const { entries, memory, extension } = question;
  const inputs = entries.filter((entry) => entry.kind === 'input');
  if (inputs.length === 0) return {};
  const key = `parameters:${extension}`;
  const answers: Record<string, ParameterValue> = {
    ...initialAnswers(inputs, memory.get<Readonly<Record<string, unknown>>>(key, {})),
  };
  const steps = formSteps(entries);
  let index = 0;
  let isCorrecting = false;
  while (index <= steps.length) {
    const step = steps[index];
    const asking: Asking = { title: question.title, step: index + 1, totalSteps: steps.length + 1 };
    const next =
      step === undefined ? await review(question, asking, { inputs, answers }) : await ask(step, asking, answers);
    if (next === 'accept') break;
    if (typeof next === 'object') index = steps.findIndex((one) => one.kind === 'input' && one.entry.key === next.key);
    else if (isCorrecting) index = steps.length;
    else index += next === 'back' ? -1 : 1;
    isCorrecting = typeof next === 'object';
  }
  await memory.update(key, answersToRemember(inputs, answers));
  return answers;
}

type Next = 'next' | 'back' | 'accept' | { readonly key: string };

async function ask(step: FormStep, asking: Asking, answers: Record<string, ParameterValue>): Promise<Next> {
  if (step.kind === 'text') return showText(step, asking);
  const { entry, heading } = step;
  const titled = heading === '' ? asking : { ...asking, title: `${asking.title}: ${heading}` };
  const answer = await askInput(entry, titled, answers[entry.key] ?? entry.input.initial);
  if (answer === 'back') return 'back';
  answers[entry.key] = answer.value;
  return 'next';
}

async function askInput(
  entry: InputEntry,
  asking: Asking,
  current: ParameterValue,
): Promise<'back' | { readonly value: ParameterValue }> {
  const { input, label, help } = entry;
  const prompt = help === '' ? label : `${label}. ${help.replaceAll('\n', ' ')}`;
  if (input.type === 'choices' && input.choices.length > 0) {
    const chosen = typeof current === 'object' ? current : [];
    const items = input.choices.map((choice) => ({ id: choice, label: choice, picked: chosen.includes(choice) }));
    const answer = await askItems({
      ...asking,
      prompt,
      items,
      many: true,
      validate: (ids) => checkAnswer(entry, ids),
    });
    return answer.kind === 'back' ? 'back' : { value: answer.ids };
  }
  if (input.type === 'switch' || input.type === 'choice') {
    const choices =
      input.type === 'choice'
        ? input.choices.map((choice) => ({ value: choice, label: choice }))
        : [
            { value: 'true', label: vscode.l10n.t('Yes') },
            { value: 'false', label: vscode.l10n.t('No') },
          ];
    const answer = await askChoice({ ...asking, prompt, choices, value: String(current) });
    return answer.kind === 'back' ? 'back' : { value: readAnswer(entry, answer.text) };
  }
  const answer = await askText({
    ...asking,
    prompt,
    value: String(current),
    secret: entry.secret,
    validate: (text) => checkAnswer(entry, readAnswer(entry, text)),
  });
  return answer.kind === 'back' ? 'back' : { value: readAnswer(entry, answer.text) };
}

async function showText(step: Extract<FormStep, { kind: 'text' }>, asking: Asking): Promise<Next> {
  const lines = step.lines.map((line, index) => ({ id: `line:${index}`, label: line }));
  const go = { id: 'continue', label: `$(arrow-right) ${vscode.l10n.t('Continue')}` };
  const answer = await askItems({ ...asking, prompt: step.title, items: [go, ...lines], many: false });
  return answer.kind === 'back' ? 'back' : 'next';
}

async function review(
  { accept }: ParameterQuestion,
  asking: Asking,
  { inputs, answers }: { readonly inputs: readonly InputEntry[]; readonly answers: Answers },
): Promise<Next> {
  const items = inputs.map(({ key, label, secret }) => {
    const value = answers[key] ?? '';
    const shown = typeof value === 'object' ? value.join(', ') : String(value);
    return { id: `input:${key}`, label, description: secret && shown !== '' ? '••••••' : shown };
  });
  const answer = await askItems({
    ...asking,
    prompt: vscode.l10n.t('Choose a value to change it.'),
    items: [{ id: 'accept', label: `$(check) ${accept}` }, ...items],
    many: false,
  });
  if (answer.kind === 'back') return 'back';
  const [id = ''] = answer.ids;
  return id.startsWith('input:') ? { key: id.slice('input:'.length) } : 'accept';
}
