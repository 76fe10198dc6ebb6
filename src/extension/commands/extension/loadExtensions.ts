import type { CatalogueExtension } from '../../../core/platform/catalogue/readCatalogue.ts';
import type { ExtensionsView } from '../../views/extensions/extensionsView.ts';

/** The platform's current extensions. @throws the error that the view shows if the list cannot be loaded */
export async function loadExtensions(view: ExtensionsView): Promise<readonly CatalogueExtension[]> {
  await view.refresh();
  const { state } = view.store;
  if (state.kind === 'failed') throw state.error;
  return state.kind === 'loaded' ? state.extensions : [];
}
