import { json } from '../http/answer.ts';
import type { Route } from '../http/route.ts';
import type { LiveIngress } from '../ingress/ingressTable.ts';
import { isReleaseReady } from '../list/deploymentEntry.ts';
import type { RouteParts } from './routeParts.ts';

/** Applications are found by their Ingresses: those that say what they are. */
export function activeApplications({ releases, quirks }: Pick<RouteParts, 'releases' | 'quirks'>): Route {
  return {
    method: 'GET',
    path: '/active-applications',
    answer: () =>
      json(
        200,
        releases
          .ingresses()
          .filter(isApplication)
          .map((live) => ({ ...describe(live), ready: isReleaseReady(live.release, quirks) })),
      ),
  };
}

const typeOf = ({ ingress }: LiveIngress): string | undefined => ingress.annotations['kaapana.ai/type'];

function isApplication(live: LiveIngress): boolean {
  return typeOf(live) === 'application' || typeOf(live) === 'triggered';
}

function describe(live: LiveIngress): Record<string, unknown> {
  const { release, ingress } = live;
  const paths = ingress.routes.map(({ path }) => path);
  return {
    name: ingress.name,
    namespace: ingress.namespace,
    created_at: release.installedAt.replace(/(\.\d+)?Z$/, '+00:00'),
    // Recorded: what stands there in the path, for some charts the project's id, for others its name.
    project: /\/project\/([^/]*)/.exec(paths[0] ?? '')?.[1] ?? '',
    paths,
    annotations: {
      ...ingress.annotations,
      'meta.helm.sh/release-name': release.name,
      'meta.helm.sh/release-namespace': release.namespace,
    },
    release_name: release.name,
    from_workflow_run: typeOf(live) === 'triggered',
  };
}
