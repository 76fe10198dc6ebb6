import type { Rule } from '../rule.ts';
import { ownResources } from './rendered.ts';

/** These belong to no namespace. */
const clusterWide =
  /^(?:Namespace|Node|PersistentVolume|Cluster.*|StorageClass|CustomResourceDefinition|PriorityClass|IngressClass|RuntimeClass|.*WebhookConfiguration|APIService|CSIDriver)$/u;

export const adminNamespace: Rule = {
  id: 'chart/admin-namespace',
  needs: 'rendered',
  severity: 'error',
  title: 'A resource lies in the namespace of the platform itself',
  why: 'The platform refuses charts with resources in its admin namespace. Releases are installed in that namespace, so a resource that names none lies in it too.',
  remedy: 'Write namespace: "{{ .Values.global.services_namespace }}" into the metadata.',
  *check(project, rendered) {
    const { admin } = project.settings.namespaces;
    for (const { kind, name, namespace, annotations, rangeOf } of ownResources(project, rendered)) {
      // Hooks are not looked at by the platform.
      if (clusterWide.test(kind) || annotations['helm.sh/hook'] !== undefined) continue;
      if (namespace === admin) {
        yield { message: `The ${kind} "${name}" is in the namespace ${admin}.`, range: rangeOf('namespace:') };
      } else if (namespace === undefined || namespace === '') {
        yield {
          message: `The ${kind} "${name}" names no namespace and lands in ${admin}.`,
          range: rangeOf(),
          severity: 'warning',
        };
      }
    }
  },
};
