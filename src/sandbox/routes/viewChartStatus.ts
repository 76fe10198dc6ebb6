import { isSecret } from '../../shared/parameters/parameter.ts';
import { fieldRequired, json, text } from '../http/answer.ts';
import { escapeHtml } from '../http/readBody.ts';
import type { Route } from '../http/route.ts';
import type { RouteParts } from './routeParts.ts';

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
