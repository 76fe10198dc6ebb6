import { isMap } from '../../yaml/isMap.ts';
import type { Rule } from '../rule.ts';
import { ownResources } from './rendered.ts';

/** What a Kaapana 0.6 platform serves below its own address. */
const taken = [
  '/code-server',
  '/edk',
  '/local-registry-ui',
  '/slim',
  '/kube-helm-api',
  '/web',
  '/applications/project',
];

export const ingressPath: Rule = {
  id: 'chart/ingress-path',
  needs: 'rendered',
  severity: 'warning',
  title: 'An Ingress takes an address that is in use',
  why: 'Of two Ingresses with one address only one is reached, and which one is luck.',
  remedy: 'Use a path of your own, for example with the name of the release in it.',
  *check(project, rendered) {
    for (const { kind, name, content, rangeOf } of ownResources(project, rendered)) {
      if (kind !== 'Ingress') continue;
      for (const path of pathsOf(content['spec'])) {
        const bare = path.replace(/\/+$/u, '') || '/';
        if (bare !== '/' && !taken.includes(bare)) continue;
        const what = bare === '/' ? 'every address of the platform' : `${bare}, where the platform has something else`;
        yield {
          message: `The Ingress "${name}" takes ${what}.`,
          range: rangeOf(`path: ${path}`, `"${path}"`, 'path:'),
        };
      }
    }
  },
};

function pathsOf(spec: unknown): string[] {
  const rules = isMap(spec) && Array.isArray(spec['rules']) ? spec['rules'].filter(isMap) : [];
  return rules.flatMap(({ http, host }) => {
    // Another host has addresses of its own.
    if (typeof host === 'string' && host !== '') return [];
    const paths = isMap(http) && Array.isArray(http['paths']) ? http['paths'].filter(isMap) : [];
    return paths.flatMap(({ path }) => (typeof path === 'string' ? path : []));
  });
}
