import { isMap } from '../../yaml/isMap.ts';
import type { Rule } from '../rule.ts';
import { containersOf, ownResources } from './rendered.ts';

export const variableDuplicate: Rule = {
  id: 'chart/variable-duplicate',
  needs: 'rendered',
  severity: 'error',
  title: 'A container has an environment variable twice',
  why: 'Helm 3 takes the last one without a word; Helm 4 has the cluster apply the chart, which refuses a name that stands twice.',
  remedy: 'Keep one of them.',
  *check(project, rendered) {
    for (const { kind, name, pod, rangeOf } of ownResources(project, rendered)) {
      for (const { env, name: container } of containersOf(pod)) {
        const names = Array.isArray(env) ? env.filter(isMap).map((entry) => String(entry['name'])) : [];
        const twice = new Set(names.filter((one, index) => names.indexOf(one) !== index));
        for (const variable of twice) {
          yield {
            message: `${variable} stands twice in the container "${String(container)}" of the ${kind} "${name}".`,
            range: rangeOf(`name: ${variable}`, variable, 'env:'),
          };
        }
      }
    }
  },
};
