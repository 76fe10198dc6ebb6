import type { ProxySettings } from '../../settings/settings.ts';

/** Docker knows these build arguments by itself: no ARG is needed, and they do not count for its cache. */
export function proxyArguments({ http, https, no }: ProxySettings): Record<string, string> {
  const pairs = { http_proxy: http, https_proxy: https, no_proxy: no };
  return Object.fromEntries(
    Object.entries(pairs).flatMap(([name, value]) =>
      value === undefined
        ? []
        : [
            [name, value],
            [name.toUpperCase(), value],
          ],
    ),
  );
}
