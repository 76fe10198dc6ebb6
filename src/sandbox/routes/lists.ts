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

export function platforms({ list }: Pick<RouteParts, 'list'>): Route {
  return {
    method: 'GET',
    path: '/platforms',
    answer: async () => json(200, await list.platforms()),
  };
}

/** A platform has this one from the beginning. */
const usualProjects = [{ id: '1', name: 'admin' }];

/** The projects that applications are launched for; beside the API, where clients expect them. */
export function projects({ options }: Pick<RouteParts, 'options'>): Route {
  return { method: 'GET', path: '/aii/projects', answer: () => json(200, options.projects ?? usualProjects) };
}
