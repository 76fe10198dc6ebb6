import type { CatalogueExtension } from '../../../core/platform/catalogue/readCatalogue.ts';
import type { ExtensionsView } from '../../views/extensions/extensionsView.ts';

/** What the platform has now. @throws what the view shows when the list cannot be had */
export async function loadExtensions(view: ExtensionsView): Promise<readonly CatalogueExtension[]> {
  await view.refresh();
  const { state } = view.store;
  if (state.kind === 'failed') throw state.error;
  return state.kind === 'loaded' ? state.extensions : [];
}
