import { detail, json } from '../http/answer.ts';
import type { Route } from '../http/route.ts';
import type { RouteParts } from './routeParts.ts';

export function extensions({ list }: Pick<RouteParts, 'list'>): Route {
  return {
    method: 'GET',
    path: '/extensions',
    async answer() {
      const entries = await list.extensions();
      return entries === undefined ? detail(500, 'Failed to get extensions') : json(200, entries);
    },
  };
}
