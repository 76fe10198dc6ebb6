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
