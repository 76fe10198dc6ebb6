import * as vscode from 'vscode';

/** Puts our own words into the person's language. */
export type Translate = (text: string, ...args: readonly string[]) => string;

/** Our own words in the person's language. */
export const translate: Translate = (text, ...args) => vscode.l10n.t(text, ...args);
