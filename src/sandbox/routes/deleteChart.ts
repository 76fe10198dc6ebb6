import { z } from 'zod';
import { isSecret } from '../../shared/parameters/parameter.ts';
import { detail, text, type Answer, type Route, fieldRequired, json } from '../http/answer.ts';
import { readJsonBody, escapeHtml } from '../http/readBody.ts';
import type { RouteParts } from './routeParts.ts';

const requestSchema = z.object({
  release_name: z.coerce.string(),
  release_version: z.coerce.string().optional(),
  helm_namespace: z.string().optional(),
  helm_command_addons: z.string().optional().catch(undefined),
  platforms: z.unknown().optional(),
});
type DeleteRequest = z.infer<typeof requestSchema>;

/** Answers at once and uninstalls in the background, like the real backend, even if the release does not exist. */
export function deleteChart(parts: RouteParts): Route {
  return {
    method: 'POST',
    path: '/helm-delete-chart',
    async answer({ message }) {
      const body = await readJsonBody(message);
      if ('problem' in body) return detail(500, `Chart uninstall failed ${body.problem}`);
      const payload = z.record(z.string(), z.unknown()).safeParse(body.value).data ?? {};
      if (!('release_name' in payload)) {
        return text(400, "Chart uninstall failed, bad request Required key 'release_name' not found in payload");
      }
      if (typeof payload['multiinstallable'] === 'boolean') {
        return detail(500, "Chart uninstall failed 'bool' object has no attribute 'lower'");
      }
      return await startUninstall(requestSchema.parse(payload), parts);
    },
  };
}

async function startUninstall(request: DeleteRequest, parts: RouteParts): Promise<Answer> {
  const name = request.release_name;
  // The answer does not depend on it, so it does not wait for a cluster that is away either.
  const chart = (await parts.releases.find(name).catch(() => undefined))?.chart ?? name;
  const work = uninstall(request, parts);
  const outcome = work.then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  if (request.release_version !== undefined) parts.list.touch(chart, request.release_version);
  const waits = request.platforms === true || request.platforms === 'true' || !parts.quirks.answersUninstallAtOnce;
  if (waits) {
    const problem = await outcome;
    if (problem !== undefined) return text(400, `Chart uninstall command failedError: ${problem}`);
  } else {
    void outcome.then((problem) => {
      if (problem !== undefined) parts.log(`Uninstall of ${name}: ${problem}`);
    });
  }
  return text(200, `Started uninstalling ${name}`);
}

async function uninstall(request: DeleteRequest, { releases, options }: RouteParts): Promise<void> {
  const name = request.release_name;
  const addons = (request.helm_command_addons ?? '').split(/\s+/).filter((part) => part !== '');
  const unknown = addons.find((addon) => !['--no-hooks', '--wait'].includes(addon));
  if (unknown !== undefined) throw new Error(`unknown flag: ${unknown}`);
  if (request.helm_namespace !== undefined && request.helm_namespace !== options.namespaces.admin) {
    throw new Error(`uninstall: Release not loaded: ${name}: release: not found`);
  }
  await releases.uninstall(name, { hooks: addons.includes('--no-hooks') ? 'skip' : 'run' });
}

export function viewChartStatus({ releases, options }: Pick<RouteParts, 'releases' | 'options'>): Route {
  return {
    method: 'GET',
    path: '/view-chart-status',
    async answer({ query }) {
      const name = query.getAll('release_name').at(-1);
      if (name === undefined) return fieldRequired('query', 'release_name');
      const release = await releases.find(escapeHtml(name));
      if (release === undefined) return text(404, 'Release not found');
      return json(200, {
        NAME: release.name,
        'LAST DEPLOYED': printDate(new Date(release.installedAt)),
        NAMESPACE: options.namespaces.admin,
        STATUS: release.status,
        REVISION: 1,
        'TEST SUITE': 'None',
        // Helm knows it, the real answer leaves it out.
        ...(release.description === '' ? {} : { DESCRIPTION: release.description }),
        // So does it these; nothing secret, since answers end up in journals.
        PARAMETERS: Object.fromEntries(Object.entries(release.seen).filter(([key]) => !isSecret(key))),
      });
    },
  };
}

/** As C's asctime: `Sun Nov 22 08:48:50 2026`. */
function printDate(date: Date): string {
  const [weekday = '', day = '', month = '', year = '', time = ''] = date.toUTCString().split(/,? /);
  return `${weekday} ${month} ${String(Number(day)).padStart(2)} ${time} ${year}`;
}
