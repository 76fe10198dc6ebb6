import { json } from '../http/answer.ts';
import type { Route } from '../http/route.ts';
import type { RouteParts } from './routeParts.ts';

/** A platform has this one from the beginning. */
const usualProjects = [{ id: '1', name: 'admin' }];

/** The projects that applications are launched for; beside the API, where clients expect them. */
export function projects({ options }: Pick<RouteParts, 'options'>): Route {
  return { method: 'GET', path: '/aii/projects', answer: () => json(200, options.projects ?? usualProjects) };
}
