import { text } from '../http/answer.ts';
import type { Route } from '../http/route.ts';

/** There is no collection of extensions to fetch; the real answer only says that a job was started, too. */
export const updateExtensions: Route = {
  method: 'GET',
  path: '/update-extensions',
  answer: () => text(202, 'Successfully updated the extensions'),
};
