import { json } from '../http/answer.ts';
import type { Route } from '../http/route.ts';
import type { RouteParts } from './routeParts.ts';

export function extensions({ list }: Pick<RouteParts, 'list'>): Route {
  return {
    method: 'GET',
    path: '/extensions',
    answer: async () => json(200, await list.extensions()),
  };
}
