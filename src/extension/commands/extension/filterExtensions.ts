import * as vscode from 'vscode';
import { usualFilter, type CatalogueFilter } from '../../views/extensions/catalogueFilter.ts';
import type { ExtensionsView } from '../../views/extensions/extensionsView.ts';
import { filterChoices, filterOfChoices } from '../../views/extensions/filterChoices.ts';
import { translate } from '../../ui/translate.ts';

/** Filters by kind, maturity, hardware and version with checkboxes. */
export async function filterExtensions(view: ExtensionsView): Promise<void> {
  const { state } = view.store;
  const extensions = state.kind === 'loaded' ? state.extensions : [];
  const groups = filterChoices(extensions, { filter: view.choices.filter, translate });
  const items: (vscode.QuickPickItem & { id?: string })[] = groups.flatMap(({ title, choices }) => [
    { label: title, kind: vscode.QuickPickItemKind.Separator },
    ...choices.map(({ id, label, count, picked }) => ({ id, label, description: String(count), picked })),
  ]);
  const picked = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    title: vscode.l10n.t('Filter Extensions'),
    placeHolder: vscode.l10n.t('Select what to show'),
  });
  if (picked === undefined) throw new vscode.CancellationError();
  const ids = picked.flatMap(({ id }) => (id === undefined ? [] : [id]));
  const offered = items.flatMap(({ id }) => (id === undefined ? [] : [id]));
  await view.choose({ filter: filterOfChoices(view.choices.filter, { offered, picked: ids }) });
}

/** Filters while typing; Escape restores the previous search. */
export async function searchExtensions(view: ExtensionsView): Promise<void> {
  const before = view.choices.filter;
  const input = vscode.window.createInputBox();
  input.title = vscode.l10n.t('Search Extensions');
  input.placeholder = vscode.l10n.t('Search by title, name, description or version');
  input.value = before.text;
  let kept: CatalogueFilter = before;
  try {
    await new Promise<void>((resolve) => {
      input.onDidChangeValue((text) => void view.choose({ filter: { ...before, text } }));
      input.onDidAccept(() => {
        kept = { ...before, text: input.value };
        resolve();
      });
      input.onDidHide(() => resolve());
      input.show();
    });
  } finally {
    input.dispose();
    await view.choose({ filter: kept });
  }
}

export async function clearExtensionsFilter(view: ExtensionsView): Promise<void> {
  await view.choose({ filter: usualFilter });
}
