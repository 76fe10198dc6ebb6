import { isRefusedThere } from '../../project/chartRules.ts';
import { listedKinds } from '../../project/findWorkloads.ts';
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
  *check(project, rendered, settings) {
    const { admin } = settings.namespaces;
    for (const { kind, name, namespace, annotations, rangeOf } of ownResources(project, rendered)) {
      const isNamed = namespace !== undefined && namespace !== '';
      const place = { namespace: isNamed ? namespace : admin, annotations };
      if (clusterWide.test(kind) || !isRefusedThere(place, admin)) continue;
      if (isNamed) {
        yield { message: `The ${kind} "${name}" is in the namespace ${admin}.`, range: rangeOf('namespace:') };
      } else if (!listedKinds.has(kind)) {
        // Of the others chart/namespace-missing tells more.
        yield {
          message: `The ${kind} "${name}" names no namespace and lands in ${admin}.`,
          range: rangeOf(),
          severity: 'warning',
        };
      }
    }
  },
};
