import { basename } from 'node:path';
import * as vscode from 'vscode';
import { EdkError } from '../../../core/errors/edkError.ts';
import { translate } from '../../ui/translate.ts';
import { resultsText } from './resultsText.ts';

const scheme = 'kaapana-run';

/** Lets the results of a run be opened as a read-only document. */
export function registerResultsDocuments(subscriptions: { dispose(): unknown }[]): void {
  subscriptions.push(
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: (uri) => readResults(uri.query),
    }),
  );
}

/** @param folder where the run is, absolute */
export async function showResults(folder: string): Promise<void> {
  const uri = vscode.Uri.from({ scheme, path: `/${basename(folder)}.md`, query: folder });
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, { preview: true });
}

async function readResults(folder: string): Promise<string> {
  const { readRunAt, readNumbers } = (await import('../../readers.ts')).runReaders;
  const run = await readRunAt(folder);
  if (run === undefined) throw new EdkError('run.notFound', vscode.l10n.t('There is no run in {0}.', folder));
  return resultsText(run.record, await readNumbers(run), translate);
}
