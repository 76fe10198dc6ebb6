import { listedKinds } from '../../project/findWorkloads.ts';
import { isMap } from '../../yaml/isMap.ts';
import type { Rule } from '../rule.ts';
import { ownResources, type OwnResource } from './rendered.ts';

export const namespaceMissing: Rule = {
  id: 'chart/namespace-missing',
  needs: 'rendered',
  severity: 'error',
  title: 'A Deployment or Job has no namespace',
  why: 'The platform looks for pods in the namespace that the manifest names. Without one it never lists the pods, and nobody sees whether the extension runs.',
  remedy: 'Add namespace: "{{ .Values.global.services_namespace }}" to the metadata.',
  *check(project, rendered) {
    for (const resource of ownResources(project, rendered)) {
      const { kind, name, isHook, rangeOf } = resource;
      if (!listedKinds.has(kind) || isHook || namesNamespace(resource)) continue;
      yield { message: `The ${kind} "${name}" has no namespace.`, range: rangeOf(`name: ${name}`, 'metadata:') };
    }
  },
};

/** A namespace that one value of the chart leaves empty, or out, may arrive when the chart is launched. */
const conditional = /\{\{-?\s*(?:if|with)\b[^}]*\}\}\s*namespace:/u;

function namesNamespace({ namespace = '', content, template }: OwnResource): boolean {
  if (namespace !== '' || conditional.test(template.text)) return true;
  return isMap(content['metadata']) && 'namespace' in content['metadata'] && template.text.includes('{{');
}
