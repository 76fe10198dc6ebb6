import type { CatalogueExtension, CatalogueRelease } from '../../src/core/platform/catalogue/readCatalogue.ts';

export function makeExtension(changes: Partial<CatalogueExtension> = {}): CatalogueExtension {
  return {
    chart: 'lung-workflow',
    title: 'Lung',
    description: 'Finds lungs',
    kind: 'workflow',
    maturity: 'stable',
    hardware: 'cpu',
    multiInstallable: false,
    versions: ['0.6.0'],
    parameters: {},
    documentation: undefined,
    releases: [],
    ...changes,
  };
}

export function makeRelease(changes: Partial<CatalogueRelease> = {}): CatalogueRelease {
  return {
    name: 'lung-workflow',
    title: 'lung-workflow',
    version: '0.6.0',
    state: { kind: 'running', pods: [] },
    pods: [],
    links: [],
    ...changes,
  };
}
