import * as vscode from 'vscode';

/** Our own words in the person's language. */
export function translate(text: string, ...args: readonly string[]): string {
  return vscode.l10n.t(text, ...args);
}
