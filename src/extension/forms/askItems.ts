import * as vscode from 'vscode';
import type { Asking } from '../ui/askText.ts';

export interface ItemsQuestion extends Asking {
  readonly prompt: string;
  readonly items: readonly {
    readonly id: string;
    readonly label: string;
    readonly description?: string | undefined;
    readonly picked?: boolean | undefined;
  }[];
  readonly many: boolean;
  /** Returns why the selection is invalid. */
  readonly validate?: ((ids: readonly string[]) => string | undefined) | undefined;
}

type ItemsAnswer = { readonly kind: 'answer'; readonly ids: readonly string[] } | { readonly kind: 'back' };
type Item = vscode.QuickPickItem & { readonly id: string };

/** A form step with a list to select one or several items from. @throws CancellationError */
export async function askItems(question: ItemsQuestion): Promise<ItemsAnswer> {
  const pick = vscode.window.createQuickPick<Item>();
  pick.title = question.title;
  pick.step = question.step;
  pick.totalSteps = question.totalSteps;
  pick.placeholder = question.prompt;
  pick.ignoreFocusOut = true;
  pick.canSelectMany = question.many;
  pick.buttons = question.step > 1 ? [vscode.QuickInputButtons.Back] : [];
  pick.items = question.items.map(({ id, label, description }) => ({
    id,
    label,
    ...(description === undefined ? {} : { description }),
  }));
  const picked = new Set(question.items.filter((item) => item.picked === true).map(({ id }) => id));
  if (question.many) pick.selectedItems = pick.items.filter(({ id }) => picked.has(id));
  try {
    return await new Promise<ItemsAnswer>((resolve, reject) => {
      pick.onDidTriggerButton(() => resolve({ kind: 'back' }));
      pick.onDidHide(() => reject(new vscode.CancellationError()));
      pick.onDidAccept(() => {
        const ids = pick.selectedItems.map(({ id }) => id);
        const reason = question.validate?.(ids);
        if (reason !== undefined) pick.placeholder = reason;
        else if (question.many || ids.length > 0) resolve({ kind: 'answer', ids });
      });
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}
