import type { CatalogueRelease } from './readCatalogue.ts';

/** Where the platform's own EDK shows the local registry; source: its links on a platform of release 0.6. */
const uiPath = /\/local-registry-ui\/?$/;

/** The link to the pages of the local registry; undefined where no release brings them. */
export function registryUiLink(
  extensions: readonly { readonly releases: readonly Pick<CatalogueRelease, 'links'>[] }[],
): string | undefined {
  const links = extensions.flatMap(({ releases }) => releases.flatMap((release) => release.links));
  return links.find((link) => uiPath.test(link));
}
