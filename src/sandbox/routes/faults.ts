import { detail, json } from '../http/answer.ts';
import { faultNames, readFaults } from '../faults/faults.ts';
import { readJsonBody } from '../http/readBody.ts';
import type { Route } from '../http/route.ts';
import type { RouteParts } from './routeParts.ts';

const path = '/local-platform/faults';

/** Only here: shows and switches faults. What is not named in a request is switched off. */
export function faultRoutes({ faults, log }: Pick<RouteParts, 'faults' | 'log'>): Route[] {
  return [
    { method: 'GET', path, answer: () => json(200, faults.current) },
    {
      method: 'POST',
      path,
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
