import * as vscode from 'vscode';
import type { Answer, Asking } from './askText.ts';

export interface ChoiceQuestion extends Asking {
  readonly prompt: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly value: string | undefined;
}

/** One step of a form. @throws CancellationError if the user leaves it. */
export async function askChoice(question: ChoiceQuestion): Promise<Answer> {
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly value: string }>();
  pick.title = question.title;
  pick.step = question.step;
  pick.totalSteps = question.totalSteps;
  pick.placeholder = question.prompt;
  pick.ignoreFocusOut = true;
  pick.buttons = question.step > 1 ? [vscode.QuickInputButtons.Back] : [];
  pick.items = question.choices.map(({ value, label }) => ({ value, label }));
  pick.activeItems = pick.items.filter(({ value }) => value === question.value);
  try {
    return await new Promise<Answer>((resolve, reject) => {
      pick.onDidTriggerButton(() => resolve({ kind: 'back' }));
      pick.onDidHide(() => reject(new vscode.CancellationError()));
      pick.onDidAccept(() => {
        const [chosen] = pick.selectedItems;
        if (chosen !== undefined) resolve({ kind: 'answer', text: chosen.value });
      });
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}
