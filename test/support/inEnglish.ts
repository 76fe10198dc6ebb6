/** Stands for `vscode.l10n.t` where the language is English. */
export function inEnglish(text: string, ...args: readonly string[]): string {
  return text.replaceAll(/\{(\d)\}/g, (_whole, index: string) => args[Number(index)] ?? '');
}
