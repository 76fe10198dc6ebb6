import type { CatalogueExtension, CatalogueRelease } from '../../../core/platform/catalogue/readCatalogue.ts';
import type { ExtensionSubject } from './extensionRows.ts';

export interface ChosenExtension {
  readonly extension: CatalogueExtension;
  readonly release: CatalogueRelease | undefined;
}

/** A command's argument: a row of the view, or anything else from the palette or a keybinding. */
export function readSubject(argument: unknown): ChosenExtension | undefined {
  if (!isRow(argument)) return undefined;
  const { subject } = argument;
  return subject.kind === 'none' ? undefined : { extension: subject.extension, release: subject.release };
}

function isRow(value: unknown): value is { readonly subject: ExtensionSubject } {
  if (typeof value !== 'object' || value === null || !('subject' in value)) return false;
  const { subject } = value;
  return typeof subject === 'object' && subject !== null && 'kind' in subject;
}
