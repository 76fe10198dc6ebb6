import '@vscode-elements/elements/dist/vscode-button/index.js';
import { render } from 'lit';
import { readToForm, type FormContent, type FromForm } from '../../src/shared/panels/formMessages.ts';
import { checkForm } from '../../src/shared/parameters/checkForm.ts';
import type { Answers, ParameterValue } from '../../src/shared/parameters/parameter.ts';
import { sayProblem } from '../../src/shared/parameters/problem.ts';
import { readAnswer } from '../../src/shared/parameters/readForm.ts';
import { openChannel } from '../lib/messaging.ts';
import { formView } from './formView.ts';
import { readDraft, writeDraft } from './draft.ts';

let form: FormContent | undefined;
let answers: Answers = {};
/** Inputs whose problems are shown: those that lost focus, and all after an attempt to submit. */
const left = new Set<string>();

const channel = openChannel<{ readonly form: FormContent }, FromForm>(readToForm, (message) => {
  form = message.form;
  answers = { ...form.answers, ...readDraft(form, channel.remembered) };
  draw();
  void focusOn('[data-key]');
});

function inputsOf({ entries }: FormContent) {
  return entries.filter((entry) => entry.kind === 'input');
}

function problemsOf(content: FormContent): ReadonlyMap<string, string> {
  const found = checkForm(inputsOf(content), answers);
  return new Map(found.map(({ key, problem }) => [key, sayProblem(problem, content.texts.problems)]));
}

function draw(): void {
  if (form === undefined) return;
  const problems = problemsOf(form);
  const shown = new Map([...problems].filter(([key]) => left.has(key)));
  render(formView(form, { answers, problems: shown }, { change, leave, submit, cancel, reset }), document.body);
}

function change(key: string, typed: ParameterValue): void {
  const entry = form === undefined ? undefined : inputsOf(form).find((one) => one.key === key);
  if (form === undefined || entry === undefined) return;
  answers = { ...answers, [key]: readAnswer(entry, typed) };
  channel.remember(writeDraft(form, answers));
  draw();
}

function leave(key: string): void {
  left.add(key);
  draw();
}

function submit(): void {
  if (form === undefined) return;
  const problems = problemsOf(form);
  if (problems.size === 0) {
    channel.post({ type: 'submit', answers });
    return;
  }
  for (const { key } of inputsOf(form)) left.add(key);
  // About all of them together.
  left.add('');
  draw();
  const first = [...problems.keys()][0] ?? '';
  void focusOn(`[data-key="${CSS.escape(first)}"]`);
}

async function focusOn(selector: string): Promise<void> {
  const control = document.querySelector<HTMLElement & { readonly updateComplete?: Promise<unknown> }>(selector);
  // A new element cannot take the focus yet.
  await control?.updateComplete;
  control?.scrollIntoView({ block: 'nearest' });
  control?.focus();
}

function reset(): void {
  if (form === undefined) return;
  answers = Object.fromEntries(inputsOf(form).map((entry) => [entry.key, entry.input.initial]));
  left.clear();
  channel.remember(writeDraft(form, answers));
  draw();
}

function cancel(): void {
  channel.post({ type: 'cancel' });
}

channel.post({ type: 'ready' });
