import { z } from 'zod';
import { faultNames, readFaults } from '../faults/faults.ts';
import { text, type Route, detail, json } from '../http/answer.ts';
import { readJsonBody } from '../http/readBody.ts';
import type { RouteParts } from './routeParts.ts';

export const healthCheck: Route = {
  method: 'GET',
  path: '/health-check',
  isOpen: true,
  answer: () => text(200, 'Kube-Helm api is up and running!'),
};

/** What a person sees who opens the address in a browser; a page of this origin must not know the token. */
export const indexPage: Route = {
  method: 'GET',
  path: '/',
  isOpen: true,
  answer: () => ({
    status: 200,
    contentType: 'text/html; charset=utf-8',
    body: '<html><head><title>Kube-Helm Backend</title></head><body><h1>The local platform is running.</h1></body></html>',
  }),
};

/** There is no collection of extensions to fetch; the real answer only says that a job was started, too. */
export const updateExtensions: Route = {
  method: 'GET',
  path: '/update-extensions',
  answer: () => text(202, 'Successfully updated the extensions'),
};

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
