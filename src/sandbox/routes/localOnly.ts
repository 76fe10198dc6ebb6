import { z } from 'zod';
import { faultNames, readFaults } from '../faults/faults.ts';
import { detail, json } from '../http/answer.ts';
import { readJsonBody } from '../http/readBody.ts';
import type { Route } from '../http/route.ts';
import type { RouteParts } from './routeParts.ts';

const requestSchema = z.object({ host: z.string().regex(/^[a-z0-9.-]{1,253}$/i) });

/**
 * Only here: lets applications answer under one more host name, for people whose browser reaches this machine through
 * the editor's server. The API stays with the names of this machine, and so does this request.
 */
export function allowHost({ applicationHosts }: Pick<RouteParts, 'applicationHosts'>): Route {
  return {
    method: 'POST',
    path: '/local-platform/hosts',
    async answer({ message }) {
      const body = await readJsonBody(message);
      const request = 'problem' in body ? undefined : requestSchema.safeParse(body.value).data;
      if (request === undefined) return detail(422, 'Send {"host": "<name without port>"}.');
      applicationHosts.add(request.host.toLowerCase());
      return json(200, { hosts: [...applicationHosts] });
    },
  };
}

const faultsPath = '/local-platform/faults';

/** Only here: shows and switches faults. What is not named in a request is switched off. */
export function faultRoutes({ faults, log }: Pick<RouteParts, 'faults' | 'log'>): Route[] {
  return [
    { method: 'GET', path: faultsPath, answer: () => json(200, faults.current) },
    {
      method: 'POST',
      path: faultsPath,
      async answer({ message }) {
        const body = await readJsonBody(message);
        const wanted = 'problem' in body ? undefined : readFaults(body.value);
        if (wanted === undefined) return detail(422, `Faults are ${faultNames.join(', ')}.`);
        faults.current = wanted;
        log(`Faults: ${JSON.stringify(wanted)}`);
        return json(200, wanted);
      },
    },
  ];
}
