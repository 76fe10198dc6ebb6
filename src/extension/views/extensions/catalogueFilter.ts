import type { CatalogueExtension } from '../../../core/platform/catalogue/readCatalogue.ts';
import type { Translate } from '../../ui/translate.ts';

export interface CatalogueFilter {
  /** Hidden kinds. */
  readonly hiddenKinds: readonly string[];
  readonly experimental: 'hide' | 'show';
  readonly hiddenHardware: readonly CatalogueExtension['hardware'][];
  /** An extension is hidden if it has no other versions. */
  readonly hiddenVersions: readonly string[];
  /** Every word must be in its title, names, description or versions. */
  readonly text: string;
}

/** As on the platform, experimental extensions are hidden by default. */
export const usualFilter: CatalogueFilter = {
  hiddenKinds: [],
  experimental: 'hide',
  hiddenHardware: [],
  hiddenVersions: [],
  text: '',
};

export interface FilteredCatalogue {
  readonly shown: readonly CatalogueExtension[];
  readonly hidden: readonly CatalogueExtension[];
}

/** Installed extensions are never hidden for being experimental. */
export function filterCatalogue(extensions: readonly CatalogueExtension[], filter: CatalogueFilter): FilteredCatalogue {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const shown: CatalogueExtension[] = [];
  const hidden: CatalogueExtension[] = [];
  for (const extension of extensions) (passes(extension, filter, words) ? shown : hidden).push(extension);
  return { shown, hidden };
}

function passes(extension: CatalogueExtension, filter: CatalogueFilter, words: readonly string[]): boolean {
  const { kind, hardware, maturity, releases } = extension;
  if (filter.hiddenKinds.includes(kind) || filter.hiddenHardware.includes(hardware)) return false;
  if (hasOnly(extension, filter.hiddenVersions)) return false;
  if (maturity === 'experimental' && filter.experimental === 'hide' && releases.length === 0) return false;
  if (words.length === 0) return true;
  const text = textOf(extension);
  return words.every((word) => text.includes(word));
}

function hasOnly({ versions, releases }: CatalogueExtension, hidden: readonly string[]): boolean {
  if (hidden.length === 0 || versions.length + releases.length === 0) return false;
  return [...versions, ...releases.map(({ version }) => version)].every((version) => hidden.includes(version));
}

function textOf({ title, chart, description, versions, releases }: CatalogueExtension): string {
  const names = releases.flatMap((release) => [release.name, release.title, release.version]);
  return [title, chart, description, ...versions, ...names].join('\n').toLowerCase();
}

export function isUsual(filter: CatalogueFilter): boolean {
  return (
    filter.hiddenKinds.length === 0 &&
    filter.hiddenHardware.length === 0 &&
    filter.hiddenVersions.length === 0 &&
    filter.experimental === 'hide' &&
    filter.text.trim() === ''
  );
}

/** Reports what the filter hides, in particular the user's own extensions. */
export function describeHidden(
  hidden: readonly CatalogueExtension[],
  ownCharts: ReadonlySet<string>,
  translate: Translate,
): string | undefined {
  if (hidden.length === 0) return undefined;
  const own = hidden.filter(({ chart }) => ownCharts.has(chart)).map(({ title }) => title);
  const allExperimental = hidden.every(({ maturity }) => maturity === 'experimental');
  const count = String(hidden.length);
  const what = allExperimental
    ? translate('{0} experimental hidden by the filter', count)
    : translate('{0} hidden by the filter', count);
  return own.length === 0 ? `${what}.` : translate('{0}, including yours: {1}.', what, own.join(', '));
}
