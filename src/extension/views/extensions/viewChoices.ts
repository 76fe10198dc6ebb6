import { usualFilter, type CatalogueFilter } from './catalogueFilter.ts';
import type { Layout } from './extensionRows.ts';

/** The user's view options, stored per workspace. */
export interface ViewChoices {
  readonly filter: CatalogueFilter;
  readonly layout: Layout;
}

export const usualChoices: ViewChoices = { filter: usualFilter, layout: 'grouped' };

/** The stored options that can be read: another version of the extension may have written them. */
export function readChoices(kept: unknown): ViewChoices {
  if (!isRecord(kept)) return usualChoices;
  const filter = isRecord(kept['filter']) ? kept['filter'] : {};
  const hardware = strings(filter['hiddenHardware']).filter((name) => name === 'cpu' || name === 'gpu');
  return {
    layout: kept['layout'] === 'flat' ? 'flat' : 'grouped',
    filter: {
      hiddenKinds: strings(filter['hiddenKinds']),
      experimental: filter['experimental'] === 'show' ? 'show' : 'hide',
      hiddenHardware: hardware,
      hiddenVersions: strings(filter['hiddenVersions']),
      text: typeof filter['text'] === 'string' ? filter['text'] : '',
    },
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
