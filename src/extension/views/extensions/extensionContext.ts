import type { CatalogueExtension, CatalogueRelease } from '../../../core/platform/catalogue/readCatalogue.ts';

/** What can be done with an extension, as words for the menus' when clauses. */
export function extensionContext(extension: CatalogueExtension, release: CatalogueRelease | undefined): string {
  const { multiInstallable, versions, documentation } = extension;
  const canInstall = versions.length > 0 && (multiInstallable || release === undefined);
  return [
    'extension',
    ...(canInstall ? [multiInstallable ? 'launchable' : 'installable'] : []),
    ...(canInstall && versions.length > 1 ? ['versioned'] : []),
    ...(documentation === undefined ? [] : ['documented']),
    ...(release === undefined ? [] : releaseWords(release, 'removable')),
  ].join(' ');
}

/** The same for a single release of a multi-installable extension. */
export function instanceContext(release: CatalogueRelease): string {
  return ['instance', ...releaseWords(release, 'deletable')].join(' ');
}

function releaseWords({ name, state, links }: CatalogueRelease, removal: 'removable' | 'deletable'): string[] {
  // A launch without a name yet cannot be queried.
  if (name.includes(':')) return [];
  const isLeaving = state.kind === 'uninstalling' || state.kind === 'stuck';
  const isBroken = ['stuck', 'failed', 'degraded'].includes(state.kind);
  return [
    'release',
    ...(isLeaving ? [] : [removal]),
    ...(isBroken ? ['forcible'] : []),
    ...(links.length > 0 && !isLeaving ? ['openable'] : []),
  ];
}
