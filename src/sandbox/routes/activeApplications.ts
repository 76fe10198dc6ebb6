import { z } from 'zod';
import { json, type Route, detail, text } from '../http/answer.ts';
import { readJsonBody } from '../http/readBody.ts';
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

const requestSchema = z.object({ release_name: z.string() });

/** Uninstalls an application that a workflow waits for; only charts with the keyword `kaapanaint` are such. */
export function completeActiveApplication({
  releases,
  charts,
  log,
}: Pick<RouteParts, 'releases' | 'charts' | 'log'>): Route {
  return {
    method: 'POST',
    path: '/complete-active-application',
    async answer({ message }) {
      const failed = (reason: string) => detail(500, `Internal server error: ${reason}`);
      const body = await readJsonBody(message);
      if ('problem' in body) return failed(body.problem);
      const request = requestSchema.safeParse(body.value).data;
      if (request === undefined) return text(400, "Payload does not have mandatory key: 'release_name'");
      const name = request.release_name;
      const release = await releases.find(name);
      const chart =
        release === undefined ? undefined : await charts.find(release.chart, release.version).catch(() => undefined);
      if (chart?.keywords.includes('kaapanaint') !== true) {
        return failed(`500: Failed to complete active application: release ${name} does not have correct annotations`);
      }
      releases.uninstall(name, { hooks: 'run' }).catch((error: unknown) => {
        log(`Uninstall of ${name}: ${error instanceof Error ? error.message : String(error)}`);
      });
      return text(200, `Completed active application: ${name}`);
    },
  };
}
