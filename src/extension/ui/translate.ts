import * as vscode from 'vscode';

/** Translates the extension's own texts. */
export type Translate = (text: string, ...args: readonly string[]) => string;

/** Translates into the display language. */
export const translate: Translate = (text, ...args) => vscode.l10n.t(text, ...args);
