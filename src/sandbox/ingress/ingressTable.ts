import type { IngressPlan, IngressRoute } from '../manifest/podPlan.ts';
import type { Release } from '../releases/release.ts';

/** An Ingress of an installed release, as it is listed. */
export interface ListedIngress {
  readonly release: Release;
  readonly ingress: Pick<IngressPlan, 'name' | 'namespace' | 'annotations'> & {
    readonly routes: readonly Pick<IngressRoute, 'path'>[];
  };
}

/** An Ingress that the platform's own reverse proxy serves. */
export interface LiveIngress extends ListedIngress {
  readonly release: Release;
  readonly ingress: IngressPlan;
}

export interface IngressMatch {
  readonly release: Release;
  readonly route: IngressRoute;
}

/** The route that a path of the platform's address takes: of several the longest, as Traefik does. */
export function findRoute(ingresses: readonly LiveIngress[], path: string): IngressMatch | undefined {
  const matches = ingresses
    .flatMap(({ release, ingress }) => ingress.routes.map((route) => ({ release, route })))
    .filter(({ route }) => (route.match === 'exact' ? path === route.path : path.startsWith(route.path)));
  return matches.sort((a, b) => b.route.path.length - a.route.path.length)[0];
}

/** Addresses `ip:port` of the route's pods that are ready. */
export function readyAddresses({
  release,
  route,
}: {
  readonly release: Pick<Release, 'workloads'>;
  readonly route: Pick<IngressRoute, 'workloads' | 'port'>;
}): string[] {
  return release.workloads
    .filter(({ kind, name }) => kind !== 'Job' && route.workloads.includes(name))
    .flatMap(({ pods }) => pods)
    .flatMap(({ address }) => (address === undefined ? [] : [`${address}:${route.port}`]));
}

/** What the platform's list shows as links of a release. */
export function linksOf(ingresses: readonly Pick<ListedIngress['ingress'], 'routes'>[]): string[] {
  return ingresses.flatMap(({ routes }) => routes.map(({ path }) => path));
}
