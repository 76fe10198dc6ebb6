import { RE2JS, RE2JSException } from 're2js';
import type { MiddlewarePlan } from '../manifest/podPlan.ts';

export type Passed =
  /** The path and query, and the headers that are added, as the pod receives them. */
  | { readonly kind: 'forward'; readonly target: string; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: 'redirect'; readonly location: string; readonly status: 302 | 301 }
  /** Traefik, too, serves no route with a Middleware that it cannot use. */
  | { readonly kind: 'unusable'; readonly reason: string };

/** Most expressions evaluated for one request, since each takes time. */
const mostRedirects = 10;

/** Applies Traefik's Middlewares to a request, one after the other. @param target path and query. */
export function passMiddlewares(middlewares: readonly MiddlewarePlan[], host: string, target: string): Passed {
  let passed = target;
  let headers: Readonly<Record<string, string>> = {};
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
    const changed = changePath(middleware, passed);
    passed = changed.target;
    headers = { ...headers, ...changed.headers };
  }
  return { kind: 'forward', target: passed, headers };
}

function changePath(
  middleware: Exclude<MiddlewarePlan, { kind: 'redirectRegex' }>,
  target: string,
): Omit<Extract<Passed, { kind: 'forward' }>, 'kind'> {
  switch (middleware.kind) {
    case 'addPrefix':
      return { target: `${middleware.prefix}${target}`, headers: {} };
    case 'replacePath': {
      const [path = '', ...query] = target.split('?');
      return { target: [middleware.path, ...query].join('?'), headers: { 'x-replaced-path': path } };
    }
    case 'stripPrefix': {
      const prefix = middleware.prefixes.find((candidate) => target.startsWith(candidate));
      if (prefix === undefined) return { target, headers: {} };
      const rest = target.slice(prefix.length);
      return { target: rest.startsWith('/') ? rest : `/${rest}`, headers: { 'x-forwarded-prefix': prefix } };
    }
  }
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

/** Longer addresses are not redirected: Node takes headers of 16 KiB, browsers and servers agree on about 2000. */
const longestUrl = 2048;
const longestExpression = 256;
/** Of the compiled program: with the longest address, a request costs some milliseconds at most. */
const largestProgram = 200;

interface Redirect {
  readonly regex: string;
  /** With `$1`, `${1}`, `$name`, `${name}` and `$$`, as Go expands them. */
  readonly replacement: string;
}

/** The expression cannot be used; says why. */
class UnusableExpression extends Error {
  override readonly name = 'UnusableExpression';
}

/**
 * The address with every match replaced, as Traefik's RedirectRegex does. A chart's expression must not stop the
 * platform: RE2, which Traefik uses too, takes time in proportion to the text and to the size of the expression.
 *
 * @throws UnusableExpression for what RE2 does not know, and for what is too large.
 */
function redirectUrl(url: string, { regex, replacement }: Redirect): string {
  const expression = compile(regex);
  if (url.length > longestUrl) return url;
  const names = expression.namedGroups();
  const matcher = expression.matcher(url);
  const parts: string[] = [];
  let end = 0;
  while (matcher.find()) {
    const group = (name: string): string => {
      const index = /^\d+$/.test(name) ? Number(name) : names[name];
      return index === undefined || index > matcher.groupCount() ? '' : (matcher.group(index) ?? '');
    };
    parts.push(url.slice(end, matcher.start()), expand(replacement, group));
    end = matcher.end();
  }
  return parts.join('') + url.slice(end);
}

function expand(template: string, group: (name: string) => string): string {
  return template.replaceAll(/\$(?:\$|\{(\w+)\}|(\w+))/g, (whole, braced?: string, plain?: string) => {
    const name = braced ?? plain;
    return name === undefined ? whole.slice(1) : group(name);
  });
}

function compile(regex: string): RE2JS {
  // A large count makes a large program, which takes its time before its size is known.
  if (regex.length > longestExpression || /\{\d*,?\d{3,}/.test(regex)) throw new UnusableExpression('is too large');
  let expression: RE2JS;
  try {
    expression = RE2JS.compile(regex);
  } catch (error) {
    if (error instanceof RE2JSException) throw new UnusableExpression(error.message);
    throw error;
  }
  if (expression.programSize() > largestProgram) throw new UnusableExpression('is too large');
  return expression;
}
