import type { CatalogueExtension } from '../../../core/platform/catalogue/readCatalogue.ts';
import type { CatalogueFilter } from './catalogueFilter.ts';

export interface FilterGroup {
  readonly title: string;
  readonly choices: readonly FilterChoice[];
}

interface FilterChoice {
  readonly id: string;
  readonly label: string;
  /** How many extensions it is about. */
  readonly count: number;
  readonly picked: boolean;
}

const kindLabels: Readonly<Record<string, string>> = {
  workflow: 'Workflows',
  application: 'Applications',
  platform: 'Platforms',
};

/** A filter as boxes to tick, for what the platform has. */
export function filterChoices(
  extensions: readonly CatalogueExtension[],
  filter: CatalogueFilter,
): readonly FilterGroup[] {
  const count = (accepts: (extension: CatalogueExtension) => boolean): number => extensions.filter(accepts).length;
  const kinds = [...new Set(['workflow', 'application', ...extensions.map(({ kind }) => kind)])];
  return [
    {
      title: 'Kind',
      choices: kinds.map((kind) => ({
        id: `kind:${kind}`,
        label: kindLabels[kind] ?? kind,
        count: count((extension) => extension.kind === kind),
        picked: !filter.hiddenKinds.includes(kind),
      })),
    },
    {
      title: 'Maturity',
      choices: [
        {
          id: 'experimental',
          label: 'Experimental',
          count: count(({ maturity }) => maturity === 'experimental'),
          picked: filter.experimental === 'show',
        },
      ],
    },
    {
      title: 'Hardware',
      choices: (['cpu', 'gpu'] as const).map((hardware) => ({
        id: hardware,
        label: hardware === 'cpu' ? 'Without GPU' : 'Needs a GPU',
        count: count((extension) => extension.hardware === hardware),
        picked: !filter.hiddenHardware.includes(hardware),
      })),
    },
  ];
}

/** The filter for what was ticked. The search stays as it is, and so does what was not offered. */
export function filterOfChoices(
  before: CatalogueFilter,
  { offered, picked }: { readonly offered: readonly string[]; readonly picked: readonly string[] },
): CatalogueFilter {
  const isOff = (id: string): boolean => offered.includes(id) && !picked.includes(id);
  const offeredKinds = offered.filter((id) => id.startsWith('kind:')).map((id) => id.slice('kind:'.length));
  return {
    text: before.text,
    experimental: picked.includes('experimental') ? 'show' : 'hide',
    hiddenKinds: [
      ...before.hiddenKinds.filter((kind) => !offeredKinds.includes(kind)),
      ...offeredKinds.filter((kind) => isOff(`kind:${kind}`)),
    ],
    hiddenHardware: (['cpu', 'gpu'] as const).filter(isOff),
  };
}
