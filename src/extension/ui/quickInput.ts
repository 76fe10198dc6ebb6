import * as vscode from 'vscode';

export interface Asking {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
}

export interface TextQuestion extends Asking {
  readonly prompt: string;
  readonly value: string;
  /** Masked while typing. */
  readonly secret?: boolean | undefined;
  /** Returns why the text is invalid; called while the user types. */
  readonly validate: (text: string) => string | undefined | Promise<string | undefined>;
}

/** An answer, or a request for the previous question. */
export type Answer = { readonly kind: 'answer'; readonly text: string } | { readonly kind: 'back' };

/** One step of a form. @throws CancellationError if the user leaves it. */
export async function askText(question: TextQuestion): Promise<Answer> {
  const input = vscode.window.createInputBox();
  input.title = question.title;
  input.step = question.step;
  input.totalSteps = question.totalSteps;
  input.prompt = question.prompt;
  input.value = question.value;
  input.password = question.secret === true;
  input.ignoreFocusOut = true;
  input.buttons = question.step > 1 ? [vscode.QuickInputButtons.Back] : [];
  let latest = 0;
  const check = async (text: string): Promise<string | undefined> => {
    latest += 1;
    const asked = latest;
    const reason = await question.validate(text);
    // The user may have kept typing.
    if (asked === latest) input.validationMessage = reason;
    return reason;
  };
  try {
    return await new Promise<Answer>((resolve, reject) => {
      const fail = (error: unknown): void => reject(error instanceof Error ? error : new Error(String(error)));
      input.onDidChangeValue((text) => void check(text).catch(fail));
      input.onDidTriggerButton(() => resolve({ kind: 'back' }));
      input.onDidHide(() => reject(new vscode.CancellationError()));
      input.onDidAccept(() => {
        const text = input.value;
        check(text).then((reason) => {
          if (reason === undefined && input.value === text) resolve({ kind: 'answer', text });
        }, fail);
      });
      input.show();
    });
  } finally {
    input.dispose();
  }
}

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
