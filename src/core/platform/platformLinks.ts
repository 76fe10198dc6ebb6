import type { CatalogueRelease } from './catalogue/readCatalogue.ts';

/** The documentation of Kaapana's own extensions; charts name a page of it. */
const documentationBase = 'https://kaapana.readthedocs.io/en/latest/';

/**
 * A link of a release as an address: from a path of the platform, `:<port>` of its host, or a whole address. Undefined
 * if it is not a link, or not one to a web page.
 */
export function releaseUrl(platformUrl: string, link: string): string | undefined {
  if (!URL.canParse(platformUrl)) return undefined;
  const { protocol, hostname, origin } = new URL(platformUrl);
  const port = /^:(\d{1,5})(\/.*)?$/.exec(link);
  if (port !== null) return webAddress(`${protocol}//${hostname}:${port[1] ?? ''}${port[2] ?? ''}`);
  return webAddress(link, origin);
}

/** The same for all links of a release, without invalid ones. */
export function releaseUrls(platformUrl: string, links: readonly string[]): string[] {
  return links.flatMap((link) => releaseUrl(platformUrl, link) ?? []);
}

export function documentationUrl(page: string): string | undefined {
  return webAddress(page, documentationBase);
}

function webAddress(text: string, base?: string): string | undefined {
  if (!URL.canParse(text, base)) return undefined;
  const url = new URL(text, base);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : undefined;
}

/** The path of the local registry's pages in Kaapana's own EDK; source: its links on a platform of release 0.6. */
const uiPath = /\/local-registry-ui\/?$/;

/** The link to the pages of the local registry; undefined if no release has them. */
export function registryUiLink(
  extensions: readonly { readonly releases: readonly Pick<CatalogueRelease, 'links'>[] }[],
): string | undefined {
  const links = extensions.flatMap(({ releases }) => releases.flatMap((release) => release.links));
  return links.find((link) => uiPath.test(link));
}
