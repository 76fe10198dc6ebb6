import * as vscode from 'vscode';
import { checkAnswer, checkForm } from '../../shared/parameters/checkForm.ts';
import type { Answers, InputEntry, ParameterValue } from '../../shared/parameters/parameter.ts';
import { sayProblem } from '../../shared/parameters/problem.ts';
import { readAnswer } from '../../shared/parameters/readForm.ts';
import { askChoice, askText, type Asking, askItems } from '../ui/quickInput.ts';
import { formSteps, type FormStep, type ParameterQuestion } from './formSteps.ts';
import { formTexts, translatedProblems } from './formTexts.ts';

/**
 * Asks step by step, and shows all answers at the end.
 *
 * @throws CancellationError if the user leaves the form.
 */
export async function askInSteps(question: ParameterQuestion, initial: Answers): Promise<Answers> {
  const inputs = question.entries.filter((entry) => entry.kind === 'input');
  const answers: Record<string, ParameterValue> = { ...initial };
  const steps = formSteps(question.entries);
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
  const { input } = entry;
  const prompt = promptOf(entry);
  if (input.type === 'choices' && input.choices.length > 0) {
    const chosen = typeof current === 'object' ? current : [];
    const items = input.choices.map((choice) => ({ id: choice, label: choice, picked: chosen.includes(choice) }));
    const answer = await askItems({
      ...asking,
      prompt,
      items,
      many: true,
      validate: (ids) => refuse(entry, ids),
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
    validate: (text) => refuse(entry, readAnswer(entry, text)),
  });
  return answer.kind === 'back' ? 'back' : { value: readAnswer(entry, answer.text) };
}

/** Label, help and special properties of an input, in one line. */
function promptOf({ label, help, unknownType, secret, input }: InputEntry): string {
  const texts = formTexts();
  const notes = [
    help.replaceAll('\n', ' '),
    unknownType === undefined ? '' : texts.unknownType.replace('{0}', unknownType),
    secret ? texts.notRemembered : '',
    input.type === 'choices' && input.choices.length === 0 ? texts.separateByComma : '',
  ].filter((note) => note !== '');
  return notes.length === 0 ? label : `${label}. ${notes.join(' ')}`;
}

function refuse(entry: InputEntry, answer: ParameterValue): string | undefined {
  const problem = checkAnswer(entry, answer);
  return problem === undefined ? undefined : sayProblem(problem, translatedProblems());
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
    prompt: vscode.l10n.t('Select a value to change it.'),
    items: [{ id: 'accept', label: `$(check) ${accept}` }, ...items],
    many: false,
    validate: ([id]) => (id === 'accept' ? firstProblem(inputs, answers) : undefined),
  });
  if (answer.kind === 'back') return 'back';
  const [id = ''] = answer.ids;
  return id.startsWith('input:') ? { key: id.slice('input:'.length) } : 'accept';
}

function firstProblem(inputs: readonly InputEntry[], answers: Answers): string | undefined {
  const [first] = checkForm(inputs, answers);
  if (first === undefined) return undefined;
  const label = inputs.find(({ key }) => key === first.key)?.label;
  const said = sayProblem(first.problem, translatedProblems());
  return label === undefined ? said : `${label}: ${said}`;
}
