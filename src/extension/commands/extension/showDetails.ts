import * as vscode from 'vscode';
import type { Services } from '../../services.ts';
import { readSubject } from '../../views/extensions/readSubject.ts';
import { openDetails, type DetailsSources } from '../../panels/details/detailsPanels.ts';
import { chooseExtension } from './chooseExtension.ts';
import type { StatusDocuments } from './showStatus.ts';

/** Shows everything about an extension, as text if panels fail to open. */
export async function showDetails(
  services: Services,
  sources: DetailsSources & { readonly documents: StatusDocuments },
  argument: unknown,
): Promise<void> {
  const { view, documents } = sources;
  const row = argument === 'selection' ? view.selected : argument;
  // A heading is selected.
  if (argument === 'selection' && readSubject(row) === undefined) return;
  const { extension, release } = await chooseExtension(view, row, {
    prompt: vscode.l10n.t('Select an extension to show'),
    none: vscode.l10n.t('The platform has no extensions.'),
    accepts: () => true,
  });
  if (await openDetails(services, sources, extension)) return;
  await documents.open((release ?? extension.releases[0])?.name ?? extension.chart);
}
