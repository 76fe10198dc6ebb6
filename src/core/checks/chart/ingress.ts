import { isMap } from '../../yaml/isMap.ts';
import type { Rule } from '../rule.ts';
import { fieldsOf } from './files.ts';
import { keywordsOf } from './keywords.ts';
import { ownResources } from './rendered.ts';

/** What a Kaapana 0.6 platform serves below its own address, with the charts whose own address it is. */
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
  title: 'An Ingress takes an address that is in use',
  why: 'Of two Ingresses with one address only one is reached, and which one is luck.',
  remedy: 'Use a path of your own, for example with the name of the release in it.',
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
        const what = bare === '/' ? 'every address of the platform' : `${bare}, where the platform has something else`;
        yield {
          message: `The Ingress "${name}" takes ${what}.`,
          range: rangeOf(`path: ${path}`, `"${path}"`, 'path:'),
        };
      }
    }
  },
};

/** What a chart is called without the word that says what it is. */
function ownName(name: unknown): string[] {
  return typeof name === 'string' ? [name.replace(/-(?:chart|workflow|application)$/u, '')] : [];
}

function pathsOf(spec: unknown): string[] {
  const rules = isMap(spec) && Array.isArray(spec['rules']) ? spec['rules'].filter(isMap) : [];
  return rules.flatMap(({ http, host }) => {
    // Another host has addresses of its own.
    if (typeof host === 'string' && host !== '') return [];
    const paths = isMap(http) && Array.isArray(http['paths']) ? http['paths'].filter(isMap) : [];
    return paths.flatMap(({ path }) => (typeof path === 'string' ? path : []));
  });
}
