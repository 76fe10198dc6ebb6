import type { MiddlewarePlan } from '../manifest/podPlan.ts';

export type Passed =
  /** The target as the pod gets it: path and query. */
  | { readonly kind: 'forward'; readonly target: string; readonly strippedPrefix: string | undefined }
  | { readonly kind: 'redirect'; readonly location: string; readonly status: 302 | 301 };

/** Does with a request what Traefik's Middlewares do, one after the other. @param target path and query. */
export function passMiddlewares(middlewares: readonly MiddlewarePlan[], host: string, target: string): Passed {
  let passed = target;
  let strippedPrefix: string | undefined;
  for (const middleware of middlewares) {
    if (middleware.kind === 'redirectRegex') {
      const url = `http://${host}${passed}`;
      // Traefik writes ${1} where JavaScript writes $1.
      const replacement = middleware.replacement.replaceAll(/\$\{(\d+)\}/g, '$$$1');
      const location = url.replace(new RegExp(middleware.regex), replacement);
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
