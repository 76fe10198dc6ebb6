import { isMap } from '../../yaml/loadYaml.ts';
import type { Rule } from '../rule.ts';
import { fieldsOf } from './files.ts';
import { keywordsOf } from './keywords.ts';
import { ownResources } from './rendered.ts';

/** Paths that a Kaapana 0.6 platform serves, with the charts that own them. */
const taken: ReadonlyMap<string, readonly string[]> = new Map([
  ['/code-server', ['code-server']],
  ['/edk', ['edk']],
  ['/local-registry-ui', ['edk', 'local-registry', 'local-registry-ui']],
  ['/slim', ['slim']],
  ['/kube-helm-api', ['kube-helm', 'kube-helm-api']],
  ['/web', ['web']],
  ['/applications/project', []],
]);

export const ingressPath: Rule = {
  id: 'chart/ingress-path',
  needs: 'rendered',
  severity: 'warning',
  title: 'An Ingress uses a path that is already taken',
  why: 'Of two Ingresses with the same path, only one can be reached, and which one is undefined.',
  remedy: 'Use a path of your own, for example one that contains the release name.',
  *check(project, rendered) {
    const names = new Set(project.charts.flatMap(({ chart }) => ownName(fieldsOf(chart)['name'])));
    const isPlatform = project.charts.some(({ chart }) => keywordsOf(chart).includes('kaapanaplatform'));
    for (const { kind, name, content, rangeOf } of ownResources(project, rendered)) {
      if (kind !== 'Ingress') continue;
      for (const path of pathsOf(content['spec'])) {
        const bare = path.replace(/\/+$/u, '') || '/';
        const owners = taken.get(bare);
        if (isPlatform || (bare !== '/' && owners === undefined)) continue;
        if (owners?.some((owner) => names.has(owner)) === true) continue;
        const what = bare === '/' ? 'takes over every path of the platform' : `uses ${bare}, which the platform serves`;
        yield {
          message: `The Ingress "${name}" ${what}.`,
          range: rangeOf(`path: ${path}`, `"${path}"`, 'path:'),
        };
      }
    }
  },
};

/** The chart name without the suffix for its kind. */
function ownName(name: unknown): string[] {
  return typeof name === 'string' ? [name.replace(/-(?:chart|workflow|application)$/u, '')] : [];
}

function pathsOf(spec: unknown): string[] {
  const rules = isMap(spec) && Array.isArray(spec['rules']) ? spec['rules'].filter(isMap) : [];
  return rules.flatMap(({ http, host }) => {
    // Another host has its own paths.
    if (typeof host === 'string' && host !== '') return [];
    const paths = isMap(http) && Array.isArray(http['paths']) ? http['paths'].filter(isMap) : [];
    return paths.flatMap(({ path }) => (typeof path === 'string' ? path : []));
  });
}
