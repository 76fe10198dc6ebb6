import { json } from '../http/answer.ts';
import type { Route } from '../http/route.ts';

/** Applications are found by their Ingress, which is refused at install: there are none. */
export const activeApplications: Route = {
  method: 'GET',
  path: '/active-applications',
  answer: () => json(200, []),
};
