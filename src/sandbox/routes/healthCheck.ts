import { text } from '../http/answer.ts';
import type { Route } from '../http/route.ts';

export const healthCheck: Route = {
  method: 'GET',
  path: '/health-check',
  isOpen: true,
  answer: () => text(200, 'Kube-Helm api is up and running!'),
};
