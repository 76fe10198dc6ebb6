import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { proposeName } from '../../../core/scaffold/extensionName.ts';
import { openQuestions, type Answers, type OpenQuestion } from '../../../core/scaffold/questions.ts';
import type { TemplateManifest } from '../../../core/scaffold/templateManifest.ts';
import { askChoice, askText, type Answer } from '../../ui/quickInput.ts';

export interface Asked {
  /** Of the form. */
  readonly title: string;
  /** Parent folder of the new extension. */
  readonly parent: string;
}

/**
 * Asks a template's questions one by one; Back returns to the previous answer.
 *
 * @throws CancellationError if the user leaves the form.
 */
export async function askTemplate(manifest: TemplateManifest, { title, parent }: Asked): Promise<Answers> {
  const given: { readonly id: string; readonly answer: string }[] = [];
  const before = new Map<string, string>();
  const proposed = await proposeName(parent, manifest.kind);
  if (proposed !== undefined && !(await exists(join(parent, proposed)))) before.set('name', proposed);
  for (;;) {
    const answers = Object.fromEntries(given.map(({ id, answer }) => [id, answer]));
    const [question] = openQuestions(manifest, answers);
    if (question === undefined) return answers;
    const answer = await ask(question, {
      title,
      parent,
      step: given.length + 1,
      totalSteps: manifest.questions.length,
      value: before.get(question.id) ?? question.default,
    });
    if (answer.kind === 'back') {
      const last = given.pop();
      if (last !== undefined) before.set(last.id, last.answer);
    } else {
      given.push({ id: question.id, answer: answer.text });
    }
  }
}

interface Surroundings extends Asked {
  readonly step: number;
  readonly totalSteps: number;
  readonly value: string | undefined;
}

async function ask(question: OpenQuestion, { title, parent, step, totalSteps, value }: Surroundings): Promise<Answer> {
  const asking = { title, step, totalSteps, prompt: question.prompt };
  if (question.kind === 'choice') return askChoice({ ...asking, choices: question.choices, value });
  return askText({
    ...asking,
    value: value ?? '',
    validate: async (text) => {
      const reason = question.validate(text);
      if (reason !== undefined || question.kind !== 'name') return reason;
      const folder = join(parent, text.trim());
      return (await exists(folder)) ? vscode.l10n.t('{0} already exists.', folder) : undefined;
    },
  });
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
