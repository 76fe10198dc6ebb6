import { text } from '../http/answer.ts';
import type { Route } from '../http/route.ts';

export const healthCheck: Route = {
  method: 'GET',
  path: '/health-check',
  isOpen: true,
  answer: () => text(200, 'Kube-Helm api is up and running!'),
};

/** What a person sees who opens the address in a browser; a page of this origin must not know the token. */
export const indexPage: Route = {
  method: 'GET',
  path: '/',
  isOpen: true,
  answer: () => ({
    status: 200,
    contentType: 'text/html; charset=utf-8',
    body: '<html><head><title>Kube-Helm Backend</title></head><body><h1>The local platform is running.</h1></body></html>',
  }),
};

/** There is no collection of extensions to fetch; the real answer only says that a job was started, too. */
export const updateExtensions: Route = {
  method: 'GET',
  path: '/update-extensions',
  answer: () => text(202, 'Successfully updated the extensions'),
};
