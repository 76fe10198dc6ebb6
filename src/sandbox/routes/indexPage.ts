import type { Route } from '../http/route.ts';

/** What a person sees who opens the address in a browser; a page of this origin must not know the token. */
export const indexPage: Route = {
  method: 'GET',
  path: '/',
  isOpen: true,
  answer: () => ({
    status: 200,
    contentType: 'text/html; charset=utf-8',
    body: '<html><head><title>Kube-Helm Backend</title></head><body><h1>The local platform runs.</h1></body></html>',
  }),
};
