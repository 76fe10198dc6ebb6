import type { MiddlewarePlan } from '../manifest/podPlan.ts';
import { redirectUrl, UnusableExpression } from './redirectUrl.ts';

export type Passed =
  /** The target as the pod gets it: path and query. */
  | { readonly kind: 'forward'; readonly target: string; readonly strippedPrefix: string | undefined }
  | { readonly kind: 'redirect'; readonly location: string; readonly status: 302 | 301 }
  /** Traefik, too, serves no route with a Middleware that it cannot use. */
  | { readonly kind: 'unusable'; readonly reason: string };

/** So many expressions at most for one request: each takes its time. */
const mostRedirects = 10;

/** Does with a request what Traefik's Middlewares do, one after the other. @param target path and query. */
export function passMiddlewares(middlewares: readonly MiddlewarePlan[], host: string, target: string): Passed {
  let passed = target;
  let strippedPrefix: string | undefined;
  let redirects = 0;
  for (const middleware of middlewares) {
    if (middleware.kind === 'redirectRegex') {
      if (++redirects > mostRedirects) return { kind: 'unusable', reason: `more than ${mostRedirects} redirects` };
      const url = `http://${host}${passed}`;
      const location = redirectOrReason(url, middleware);
      if (typeof location === 'object') return location;
      if (location !== url) return { kind: 'redirect', location, status: middleware.permanent ? 301 : 302 };
      continue;
    }
    const prefix = middleware.prefixes.find((candidate) => passed.startsWith(candidate));
    if (prefix === undefined) continue;
    const rest = passed.slice(prefix.length);
    passed = rest.startsWith('/') ? rest : `/${rest}`;
    strippedPrefix = prefix;
  }
  return { kind: 'forward', target: passed, strippedPrefix };
}

function redirectOrReason(
  url: string,
  middleware: Extract<MiddlewarePlan, { kind: 'redirectRegex' }>,
): string | Passed {
  try {
    return redirectUrl(url, middleware);
  } catch (error) {
    if (!(error instanceof UnusableExpression)) throw error;
    return { kind: 'unusable', reason: `the expression ${JSON.stringify(middleware.regex)}: ${error.message}` };
  }
}
