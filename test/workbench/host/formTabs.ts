import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { makeExtension } from '../../support/catalogueFixtures.ts';

/** A row of the view as commands get it: an extension that asks for one parameter. */
export const askingRow = {
  subject: {
    kind: 'extension',
    extension: makeExtension({ parameters: { name: { type: 'string', default: 'a' } } }),
    release: undefined,
  },
};

/** The panels of forms that are open. */
export function formTabs(): readonly vscode.Tab[] {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.filter(
    ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('kaapanaEdk.form'),
  );
}

export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(20);
}
