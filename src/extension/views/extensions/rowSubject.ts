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

/** Two clicks on a row within this time count as a double click. */
const doubleClickMs = 500;

/** Whether a click on a row is the second of two. */
export type SecondClick = (row: unknown) => boolean;

export function watchClicks(now: () => number): SecondClick {
  let last: { readonly subject: unknown; readonly at: number } | undefined;
  return (row) => {
    const subject = nameOf(row);
    const isSecond = last !== undefined && last.subject === subject && now() - last.at < doubleClickMs;
    last = isSecond ? undefined : { subject, at: now() };
    return isSecond;
  };
}

function nameOf(row: unknown): string | undefined {
  const subject = readSubject(row);
  return subject === undefined ? undefined : `${subject.extension.chart} ${subject.release?.name ?? ''}`;
}
