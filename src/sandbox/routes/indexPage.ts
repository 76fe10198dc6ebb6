import type { Route } from '../http/route.ts';

/** What a person sees who opens the address in a browser. */
export const indexPage: Route = {
  method: 'GET',
  path: '/',
  answer: () => ({
    status: 200,
    contentType: 'text/html; charset=utf-8',
    body: '<html><head><title>Kube-Helm Backend</title></head><body><h1>The local platform runs.</h1></body></html>',
  }),
};
