import { z } from 'zod';
import { detail, text } from '../http/answer.ts';
import { readJsonBody } from '../http/readBody.ts';
import type { Route } from '../http/route.ts';
import type { RouteParts } from './routeParts.ts';

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
