import { json } from '../http/answer.ts';
import type { Route } from '../http/route.ts';
import type { RouteParts } from './routeParts.ts';

export function platforms({ list }: Pick<RouteParts, 'list'>): Route {
  return {
    method: 'GET',
    path: '/platforms',
    answer: async () => json(200, await list.platforms()),
  };
}
