import * as vscode from 'vscode';
import type { Services } from '../../services.ts';
import { readSubject } from '../../views/extensions/rowSubject.ts';
import type { DetailsSources } from '../../panels/details/detailsPanels.ts';
import { chooseExtension, chooseRelease } from './chooseExtension.ts';
import { connectToPlatform } from '../../../core/useCases/context/edkContext.ts';
import { addressOf } from '../../../core/platform/callPlatform.ts';
import { readCatalogue } from '../../../core/platform/catalogue/readCatalogue.ts';
import { listIfPossible } from '../../../core/platform/waitForPlatform.ts';
import { chartStatus } from '../../../core/platform/platformApi.ts';
import type { ExtensionsView } from '../../views/extensions/extensionsView.ts';
import { formatStatus } from '../../views/extensions/formatStatus.ts';
import { translate } from '../../ui/translate.ts';

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
  const { openDetails } = await import('../../panels/details/detailsPanels.ts');
  if (await openDetails(services, sources, extension)) return;
  await documents.open((release ?? extension.releases[0])?.name ?? extension.chart);
}

const scheme = 'kaapana-edk-status';

export interface StatusDocuments {
  open(releaseName: string): Promise<void>;
}

/** Read-only status documents of releases; reopening one refreshes it. */
export function createStatusDocuments({ context, edkContext }: Services): StatusDocuments {
  const changes = new vscode.EventEmitter<vscode.Uri>();
  const texts = new Map<string, string>();
  const provider = { onDidChange: changes.event, provideTextDocumentContent: (uri: vscode.Uri) => texts.get(uri.path) };
  context.subscriptions.push(changes, vscode.workspace.registerTextDocumentContentProvider(scheme, provider));
  return {
    async open(releaseName) {
      const uri = vscode.Uri.from({ scheme, path: `/${releaseName}.status` });
      texts.set(uri.path, await readStatus(await edkContext(), releaseName));
      changes.fire(uri);
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
    },
  };
}

async function readStatus(edk: Parameters<typeof connectToPlatform>[0], releaseName: string): Promise<string> {
  const platform = connectToPlatform(edk);
  const { signal } = new AbortController();
  const [helm, { extensions }] = await Promise.all([
    chartStatus(platform, releaseName, signal),
    listIfPossible(platform, signal),
  ]);
  const listed = readCatalogue(extensions)
    .flatMap((extension) => extension.releases.map((release) => ({ extension, release })))
    .find(({ release }) => release.name === releaseName);
  return formatStatus({ releaseName, helm, listed, platform: addressOf(platform), time: new Date() }, translate);
}

/** Shows a release's state in Helm and the state of its pods. */
export async function showStatus(
  documents: StatusDocuments,
  { view, argument }: { readonly view: ExtensionsView; readonly argument: unknown },
): Promise<void> {
  const given = releaseNameOf(argument);
  if (given !== undefined) return documents.open(given);
  const { release } = await chooseRelease(view, argument, {
    prompt: vscode.l10n.t('Select a release to show its status'),
    none: vscode.l10n.t('No extension is installed.'),
  });
  await documents.open(release.name);
}

function releaseNameOf(argument: unknown): string | undefined {
  if (typeof argument !== 'object' || argument === null || !('releaseName' in argument)) return undefined;
  return typeof argument.releaseName === 'string' ? argument.releaseName : undefined;
}
