import * as vscode from 'vscode';
import { EdkError } from '../../../core/errors/edkError.ts';
import { documentationUrl, releaseUrl } from '../../../core/platform/platformLinks.ts';
import type { Services } from '../../services.ts';
import type { ExtensionsView } from '../../views/extensions/extensionsView.ts';
import { resolvePage } from './resolvePage.ts';
import { chooseExtension, chooseRelease } from './chooseExtension.ts';

/** Opens a release's page in the browser; asks if there are several. */
export async function openLink(services: Services, view: ExtensionsView, argument: unknown): Promise<void> {
  const { release } = await chooseRelease(view, argument, {
    prompt: vscode.l10n.t('Select an application to open'),
    none: vscode.l10n.t('No installed application has a page to open.'),
    accepts: ({ release: { links } }) => links.length > 0,
  });
  const { platformUrl = '' } = await services.settings();
  const urls = release.links.map((link) => releaseUrl(platformUrl, link)).filter((url) => url !== undefined);
  const url = urls.length > 1 ? await vscode.window.showQuickPick(urls) : urls[0];
  if (urls.length === 0)
    throw new EdkError('platform.badAnswer', vscode.l10n.t('{0} has no page to open.', release.title));
  if (url !== undefined) await vscode.env.openExternal(await resolvePage(services, url));
}

export async function openDocumentation(view: ExtensionsView, argument: unknown): Promise<void> {
  const { extension } = await chooseExtension(view, argument, {
    prompt: vscode.l10n.t('Select an extension to open its documentation'),
    none: vscode.l10n.t('No extension has a documentation page.'),
    accepts: ({ extension: { documentation } }) => documentation !== undefined,
  });
  const url = documentationUrl(extension.documentation ?? '');
  if (extension.documentation === undefined || url === undefined) {
    throw new EdkError('platform.badAnswer', vscode.l10n.t('{0} has no documentation page.', extension.title));
  }
  await vscode.env.openExternal(vscode.Uri.parse(url, true));
}
