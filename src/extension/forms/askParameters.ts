import type * as vscode from 'vscode';
import type { Answers } from '../../shared/parameters/parameter.ts';
import { readFormsChoice } from '../config.ts';
import type { Panels } from '../panels/panels.ts';
import { askInPanel } from './askInPanel.ts';
import { askInSteps } from './askInSteps.ts';
import { answersToRemember, initialAnswers, type ParameterQuestion } from './formSteps.ts';

/**
 * Asks for the parameters of an extension: in a panel, or step by step if panels fail to open or are disabled.
 *
 * @throws CancellationError if the user leaves the form.
 */
export async function askParameters(
  question: ParameterQuestion,
  { panels, memory }: { readonly panels: Panels; readonly memory: vscode.Memento },
): Promise<Answers> {
  const inputs = question.entries.filter((entry) => entry.kind === 'input');
  if (inputs.length === 0) return {};
  const key = `parameters:${question.extension}`;
  const initial = initialAnswers(inputs, memory.get<Readonly<Record<string, unknown>>>(key, {}));
  const choice = readFormsChoice();
  const triesPanel = choice === 'panel' || (choice === 'automatic' && !panels.areRefused);
  const patience = choice === 'panel' ? 'forEver' : 'short';
  const answers =
    (triesPanel ? await askInPanel(question, { initial, panels, patience }) : undefined) ??
    (await askInSteps(question, initial));
  await memory.update(key, answersToRemember(inputs, answers));
  return answers;
}
