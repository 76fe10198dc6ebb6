import * as vscode from 'vscode';
import { EdkError } from '../../../core/errors/edkError.ts';
import { documentationUrl, releaseUrl } from '../../../core/platform/platformLinks.ts';
import type { Services } from '../../services.ts';
import type { ExtensionsView } from '../../views/extensions/extensionsView.ts';
import { chooseExtension, chooseRelease } from './chooseExtension.ts';
import { connectToPlatform } from '../../../core/useCases/context/edkContext.ts';
import { allowHost } from '../../../core/platform/platformActions.ts';
import { readNetworkPlace } from '../../../core/http/credentialRule.ts';
import { readLocalPlatform } from '../../../core/settings/localPlatform.ts';

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

/**
 * The address of a platform page for the user's browser: pages on this machine go through the editor's server if there
 * is one, and cluster-internal pages under the editor's address.
 *
 * @throws EdkError `platform.badAnswer` for a page that cannot be reached from here.
 */
export async function resolvePage(services: Services, page: string): Promise<vscode.Uri> {
  const url = new URL(page);
  const below = `${url.pathname}${url.search}${url.hash}`;
  switch (readNetworkPlace(url.hostname)) {
    case 'elsewhere':
      return vscode.Uri.parse(page, true);
    case 'this machine': {
      const front = await browserAddress(url.origin);
      // The front may be a path of a server; older ones lose the path behind it.
      const path = front.path.replace(/\/$/, '');
      await allowFront(services, url.origin, front);
      return vscode.Uri.parse(`${front.scheme}://${front.authority}${path}${below}`, true);
    }
    case 'cluster': {
      const front = await browserAddress('http://localhost:1');
      if (readNetworkPlace(hostOf(front)) === 'this machine') {
        throw new EdkError(
          'platform.badAnswer',
          vscode.l10n.t('{0} can only be reached inside the cluster.', url.host),
          {
            remedy: vscode.l10n.t("Open {0} at the platform's own address.", below),
          },
        );
      }
      return vscode.Uri.parse(`${front.scheme}://${front.authority}${below}`, true);
    }
  }
}

function browserAddress(origin: string): Thenable<vscode.Uri> {
  return vscode.env.asExternalUri(vscode.Uri.parse(`${origin}/`, true));
}

const hostOf = ({ authority }: vscode.Uri): string => authority.replace(/:\d+$/, '');

/** The local platform responds only to its machine's names until it is given another one. */
async function allowFront({ edkContext }: Services, origin: string, front: vscode.Uri): Promise<void> {
  const host = hostOf(front);
  if (readNetworkPlace(host) === 'this machine') return;
  const edk = await edkContext();
  const local = await readLocalPlatform(edk.settings.folders.state);
  if (local === undefined || new URL(local.url).origin !== origin) return;
  await allowHost(connectToPlatform(edk), host, AbortSignal.timeout(10_000));
}
