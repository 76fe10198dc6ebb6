import type { CatalogueExtension } from '../../../core/platform/catalogue/readCatalogue.ts';
import type { Translate } from '../../ui/translate.ts';
import type { CatalogueFilter } from './catalogueFilter.ts';

export interface FilterGroup {
  readonly title: string;
  readonly choices: readonly FilterChoice[];
}

interface FilterChoice {
  readonly id: string;
  readonly label: string;
  /** Number of matching extensions. */
  readonly count: number;
  readonly picked: boolean;
}

/** Maximum number of versions offered; the others keep their state. */
const offeredVersions = 20;

/** The filter as checkboxes, based on the platform's extensions. */
export function filterChoices(
  extensions: readonly CatalogueExtension[],
  { filter, translate }: { readonly filter: CatalogueFilter; readonly translate: Translate },
): readonly FilterGroup[] {
  const count = (accepts: (extension: CatalogueExtension) => boolean): number => extensions.filter(accepts).length;
  const kinds = [...new Set(['workflow', 'application', ...extensions.map(({ kind }) => kind)])];
  return [
    {
      title: translate('Kind'),
      choices: kinds.map((kind) => ({
        id: `kind:${kind}`,
        label: kindTitle(kind, translate),
        count: count((extension) => extension.kind === kind),
        picked: !filter.hiddenKinds.includes(kind),
      })),
    },
    {
      title: translate('Maturity'),
      choices: [
        {
          id: 'experimental',
          label: translate('Experimental'),
          count: count(({ maturity }) => maturity === 'experimental'),
          picked: filter.experimental === 'show',
        },
      ],
    },
    {
      title: translate('Hardware'),
      choices: (['cpu', 'gpu'] as const).map((hardware) => ({
        id: hardware,
        label: hardware === 'cpu' ? translate('CPU Only') : translate('Needs a GPU'),
        count: count((extension) => extension.hardware === hardware),
        picked: !filter.hiddenHardware.includes(hardware),
      })),
    },
    { title: translate('Version'), choices: versionChoices(extensions, filter) },
  ];
}

/** Newest first. */
function versionChoices(extensions: readonly CatalogueExtension[], filter: CatalogueFilter): FilterChoice[] {
  const counts = new Map<string, number>();
  for (const { versions, releases } of extensions) {
    for (const version of new Set([...versions, ...releases.map((release) => release.version)])) {
      counts.set(version, (counts.get(version) ?? 0) + 1);
    }
  }
  return [...counts]
    .sort(([a], [b]) => order.compare(b, a))
    .slice(0, offeredVersions)
    .map(([version, count]) => ({
      id: `version:${version}`,
      label: version,
      count,
      picked: !filter.hiddenVersions.includes(version),
    }));
}

const order = new Intl.Collator('en', { numeric: true });

function kindTitle(kind: string, translate: Translate): string {
  switch (kind) {
    case 'workflow':
      return translate('Workflows');
    case 'application':
      return translate('Applications');
    case 'platform':
      return translate('Platforms');
    default:
      return kind;
  }
}

/** The filter for the selected checkboxes. Keeps the search and anything that was not offered. */
export function filterOfChoices(
  before: CatalogueFilter,
  { offered, picked }: { readonly offered: readonly string[]; readonly picked: readonly string[] },
): CatalogueFilter {
  const isOff = (id: string): boolean => offered.includes(id) && !picked.includes(id);
  const hidden = (prefix: string, kept: readonly string[]): string[] => {
    const names = offered.filter((id) => id.startsWith(prefix)).map((id) => id.slice(prefix.length));
    return [...kept.filter((name) => !names.includes(name)), ...names.filter((name) => isOff(`${prefix}${name}`))];
  };
  return {
    text: before.text,
    experimental: picked.includes('experimental') ? 'show' : 'hide',
    hiddenKinds: hidden('kind:', before.hiddenKinds),
    hiddenHardware: (['cpu', 'gpu'] as const).filter(isOff),
    hiddenVersions: hidden('version:', before.hiddenVersions),
  };
}
