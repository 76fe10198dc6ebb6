import * as vscode from 'vscode';
import { readFromForm, type ToForm } from '../../shared/panels/formMessages.ts';
import type { Answers } from '../../shared/parameters/parameter.ts';
import type { PanelRequest, Panels } from '../panels/panels.ts';
import { acceptedAnswers, type ParameterQuestion } from './formSteps.ts';
import { formTexts } from './formTexts.ts';

/**
 * Asks in a panel; undefined if its page did not open.
 *
 * @throws CancellationError if the user cancels or closes it, or the same form is already open.
 */
export async function askInPanel(
  { entries, title, accept, extension }: ParameterQuestion,
  {
    initial,
    panels,
    patience,
  }: { readonly initial: Answers; readonly panels: Panels; readonly patience: PanelRequest['patience'] },
): Promise<Answers | undefined> {
  const id = `form:${extension}`;
  if (panels.reveal(id)) throw new vscode.CancellationError();
  const panel = await panels.open({ id, page: 'form', title, patience, whenHidden: 'keep' });
  if (panel === undefined) return undefined;
  const inputs = entries.filter((entry) => entry.kind === 'input');
  const show = (): void => {
    const message: ToForm = { type: 'show', form: { title, accept, entries, answers: initial, texts: formTexts() } };
    void panel.webview.postMessage(message);
  };
  try {
    return await new Promise<Answers>((resolve, reject) => {
      panel.onDidDispose(() => reject(new vscode.CancellationError()));
      panel.webview.onDidReceiveMessage((received: unknown) => {
        const message = readFromForm(received);
        // Sent again if the panel was moved within the window.
        if (message?.type === 'ready') show();
        if (message?.type === 'cancel') reject(new vscode.CancellationError());
        if (message?.type === 'submit') {
          const answers = acceptedAnswers(inputs, message.answers);
          if (answers !== undefined) resolve(answers);
        }
      });
      show();
    });
  } finally {
    panel.dispose();
  }
}
