import * as vscode from 'vscode';
import {
  deleteImage,
  listRepositories,
  readTags,
  type RegistryImage,
} from '../../../core/useCases/registry/listRegistry.ts';
import { EdkError } from '../../../core/errors/edkError.ts';
import { registryUiLink, releaseUrl } from '../../../core/platform/platformLinks.ts';
import type { Services } from '../../services.ts';
import { requireTrust } from '../../ui/editor.ts';
import type { CatalogueStore } from '../../views/extensions/catalogueStore.ts';
import type { ExtensionsView } from '../../views/extensions/extensionsView.ts';
import { tagsOfImage, type RegistrySubject } from '../../views/registry/registryRows.ts';
import type { RegistryView } from '../../views/registry/registryView.ts';
import { loadExtensions } from '../extension/chooseExtension.ts';
import { resolvePage } from '../extension/openPages.ts';

/** Copies the reference that the cluster pulls the image by. */
export async function copyReference({ settings }: Services, argument: unknown): Promise<void> {
  const subject = readSubject(argument);
  if (subject === undefined || subject.kind === 'none') return;
  const { registry } = await settings();
  const name = subject.kind === 'tag' ? `${subject.image.repository}:${subject.image.tag}` : subject.repository;
  const reference = `${registry.pull}/${name}`;
  await vscode.env.clipboard.writeText(reference);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied {0}', reference), 3000);
}

export function linkOfRegistryUi({ state }: CatalogueStore): string | undefined {
  return state.kind === 'loaded' ? registryUiLink(state.extensions) : undefined;
}

/** Opens the registry UI provided by the platform's own EDK. */
export async function openRegistryUi(services: Services, view: ExtensionsView): Promise<void> {
  // The current list may be older than the UI, or not loaded yet.
  const link = linkOfRegistryUi(view.store) ?? registryUiLink(await loadExtensions(view));
  const { platformUrl = '' } = await services.settings();
  const url = link === undefined ? undefined : releaseUrl(platformUrl, link);
  if (url === undefined) {
    throw new EdkError('platform.unsupported', vscode.l10n.t('The platform does not provide the local registry UI.'), {
      remedy: vscode.l10n.t(
        "It comes with the platform's own EDK. The Local Registry view shows the images without it.",
      ),
    });
  }
  await vscode.env.openExternal(await resolvePage(services, url));
}

/** Deletes a tag's image after naming the other tags that are deleted with it. */
export async function deleteTag(
  { edkContext }: Services,
  { view, argument }: { readonly view: RegistryView; readonly argument: unknown },
): Promise<void> {
  requireTrust(vscode.l10n.t('Delete'));
  const subject = readSubject(argument);
  if (subject?.kind !== 'tag') return;
  const edk = await edkContext();
  const { image } = subject;
  const { signal } = new AbortController();
  const [current] = await readTags(edk, { name: image.repository, tags: [image.tag] }, signal);
  const digest = current?.digest;
  if (current === undefined || digest === undefined) {
    await view.refresh();
    return;
  }
  await confirm(current, await tagsBeside(edk, current, signal));
  await deleteImage(edk, { repository: image.repository, digest }, signal);
  await view.refresh();
}

async function tagsBeside(
  edk: Parameters<typeof readTags>[0],
  image: RegistryImage,
  signal: AbortSignal,
): Promise<string[]> {
  const repository = (await listRepositories(edk, signal)).find(({ name }) => name === image.repository);
  const all = repository === undefined ? [] : await readTags(edk, repository, signal);
  return tagsOfImage(all, image).filter((tag) => tag !== image.tag);
}

/** @throws CancellationError */
async function confirm({ repository, tag }: RegistryImage, others: readonly string[]): Promise<void> {
  const remove = vscode.l10n.t('Delete');
  const beside =
    others.length === 0 ? '' : `${vscode.l10n.t("This also deletes the image's other tags: {0}.", others.join(', '))} `;
  const detail = `${beside}${vscode.l10n.t('Anything that still uses it can no longer pull it. The registry’s garbage collection frees the disk space.')}`;
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Delete {0} from the registry?', `${repository}:${tag}`),
    { modal: true, detail },
    remove,
  );
  if (chosen !== remove) throw new vscode.CancellationError();
}

function readSubject(argument: unknown): RegistrySubject | undefined {
  return isRow(argument) ? argument.subject : undefined;
}

function isRow(value: unknown): value is { readonly subject: RegistrySubject } {
  if (typeof value !== 'object' || value === null || !('subject' in value)) return false;
  const { subject } = value;
  return typeof subject === 'object' && subject !== null && 'kind' in subject;
}
