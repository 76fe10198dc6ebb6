import { json } from '../http/answer.ts';
import type { Route } from '../http/route.ts';
import type { ListedIngress } from '../ingress/ingressTable.ts';
import { isReleaseReady } from '../list/deploymentEntry.ts';
import type { RouteParts } from './routeParts.ts';

/** Applications are found by their Ingresses: those that say what they are. */
export function activeApplications({ releases, quirks }: Pick<RouteParts, 'releases' | 'quirks'>): Route {
  return {
    method: 'GET',
    path: '/active-applications',
    async answer() {
      const applications = (await releases.ingresses()).filter(isApplication);
      return json(
        200,
        applications.map((listed) => ({ ...describe(listed), ready: isReleaseReady(listed.release, quirks) })),
      );
    },
  };
}

const typeOf = ({ ingress }: ListedIngress): string | undefined => ingress.annotations['kaapana.ai/type'];

function isApplication(listed: ListedIngress): boolean {
  return typeOf(listed) === 'application' || typeOf(listed) === 'triggered';
}

function describe(listed: ListedIngress): Record<string, unknown> {
  const { release, ingress } = listed;
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
    from_workflow_run: typeOf(listed) === 'triggered',
  };
}
