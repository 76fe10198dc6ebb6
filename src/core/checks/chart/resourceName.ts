import type { Rule } from '../rule.ts';
import { containersOf, ownResources } from './rendered.ts';

const label = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/u;
const subdomain = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/u;

export const resourceName: Rule = {
  id: 'chart/resource-name',
  needs: 'rendered',
  severity: 'error',
  title: 'Kubernetes does not take the name of a resource',
  why: 'The install fails, and the platform only says that it failed.',
  remedy: 'Use lower-case letters, digits and dashes; at most 63 of them where pods and Services are named after it.',
  *check(project, rendered) {
    for (const { kind, name, pod, rangeOf } of ownResources(project, rendered)) {
      // RBAC takes almost any name.
      if (/Role(?:Binding)?$/u.test(kind)) continue;
      const problem = problemOf(name, kind === 'Service' || pod !== undefined ? 63 : 253);
      if (problem !== undefined) {
        yield { message: `The name "${name}" of the ${kind} ${problem}.`, range: rangeOf(`name: ${name}`, 'name:') };
      }
      for (const container of containersOf(pod)) {
        const own = typeof container['name'] === 'string' ? container['name'] : '';
        if (label.test(own) && own.length <= 63) continue;
        yield {
          message: `"${own}" cannot be the name of a container.`,
          range: rangeOf(`name: ${own}`, 'containers:'),
        };
      }
    }
  },
};

function problemOf(name: string, longest: number): string | undefined {
  if (name === '') return 'is missing';
  if (name.length > longest) return `has ${name.length} characters, ${longest} are allowed`;
  return (longest === 63 ? label : subdomain).test(name) ? undefined : 'has characters that are not allowed';
}
