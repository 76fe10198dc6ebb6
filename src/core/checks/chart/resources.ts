import { isRefusedThere } from '../../project/chart.ts';
import { listedKinds } from '../../project/findWorkloads.ts';
import { isMap } from '../../yaml/loadYaml.ts';
import type { Rule } from '../rule.ts';
import { containersOf, type OwnResource, ownResources } from './rendered.ts';

/** Cluster-scoped kinds. */
const clusterWide =
  /^(?:Namespace|Node|PersistentVolume|Cluster.*|StorageClass|CustomResourceDefinition|PriorityClass|IngressClass|RuntimeClass|.*WebhookConfiguration|APIService|CSIDriver)$/u;

export const adminNamespace: Rule = {
  id: 'chart/admin-namespace',
  needs: 'rendered',
  severity: 'error',
  title: 'A resource is in the admin namespace of the platform',
  why: 'The platform refuses charts with resources in its admin namespace. Releases are installed into that namespace, so a resource without a namespace ends up there too.',
  remedy: 'Add namespace: "{{ .Values.global.services_namespace }}" to the metadata.',
  *check(project, rendered, settings) {
    const { admin } = settings.namespaces;
    for (const { kind, name, namespace, annotations, rangeOf } of ownResources(project, rendered)) {
      const isNamed = namespace !== undefined && namespace !== '';
      const place = { namespace: isNamed ? namespace : admin, annotations };
      if (clusterWide.test(kind) || !isRefusedThere(place, admin)) continue;
      if (isNamed) {
        yield { message: `The ${kind} "${name}" is in the namespace ${admin}.`, range: rangeOf('namespace:') };
      } else if (!listedKinds.has(kind)) {
        // chart/namespace-missing reports the others.
        yield {
          message: `The ${kind} "${name}" has no namespace, so it ends up in ${admin}.`,
          range: rangeOf(),
          severity: 'warning',
        };
      }
    }
  },
};

export const namespaceMissing: Rule = {
  id: 'chart/namespace-missing',
  needs: 'rendered',
  severity: 'error',
  title: 'A Deployment or Job has no namespace',
  why: 'The platform looks for pods in the namespace of the manifest. Without one, it never lists the pods, and nobody can see whether the extension runs.',
  remedy: 'Add namespace: "{{ .Values.global.services_namespace }}" to the metadata.',
  *check(project, rendered) {
    for (const resource of ownResources(project, rendered)) {
      const { kind, name, isHook, rangeOf } = resource;
      if (!listedKinds.has(kind) || isHook || namesNamespace(resource)) continue;
      yield { message: `The ${kind} "${name}" has no namespace.`, range: rangeOf(`name: ${name}`, 'metadata:') };
    }
  },
};

/** A namespace behind a condition may be set when the chart is launched. */
const conditional = /\{\{-?\s*(?:if|with)\b[^}]*\}\}\s*namespace:/u;

function namesNamespace({ namespace = '', content, template }: OwnResource): boolean {
  if (namespace !== '' || conditional.test(template.text)) return true;
  return isMap(content['metadata']) && 'namespace' in content['metadata'] && template.text.includes('{{');
}

const label = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/u;
const subdomain = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/u;

export const resourceName: Rule = {
  id: 'chart/resource-name',
  needs: 'rendered',
  severity: 'error',
  title: 'A resource has a name that Kubernetes rejects',
  why: 'The installation fails, and the platform does not say why.',
  remedy: 'Use lower-case letters, digits and hyphens, and at most 63 of them for Services and resources with pods.',
  *check(project, rendered) {
    for (const { kind, name, pod, rangeOf } of ownResources(project, rendered)) {
      // RBAC accepts almost any name.
      if (/Role(?:Binding)?$/u.test(kind)) continue;
      const problem = problemOf(name, kind === 'Service' || pod !== undefined ? 63 : 253);
      if (problem !== undefined) {
        yield { message: `The name "${name}" of the ${kind} ${problem}.`, range: rangeOf(`name: ${name}`, 'name:') };
      }
      for (const container of containersOf(pod)) {
        const own = typeof container['name'] === 'string' ? container['name'] : '';
        if (label.test(own) && own.length <= 63) continue;
        yield {
          message: `Invalid container name "${own}".`,
          range: rangeOf(`name: ${own}`, 'containers:'),
        };
      }
    }
  },
};

function problemOf(name: string, longest: number): string | undefined {
  if (name === '') return 'is missing';
  if (name.length > longest) return `has ${name.length} characters; at most ${longest} are allowed`;
  return (longest === 63 ? label : subdomain).test(name) ? undefined : 'contains invalid characters';
}

export const hookPolicy: Rule = {
  id: 'chart/hook-policy',
  needs: 'rendered',
  severity: 'warning',
  title: 'A hook has no delete policy',
  why: 'The resources of a hook remain after the release is uninstalled. A failed hook blocks the next installation, and the release is stuck.',
  remedy: 'Add the annotation helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded.',
  *check(project, rendered) {
    for (const { kind, name, annotations, rangeOf } of ownResources(project, rendered)) {
      if (annotations['helm.sh/hook'] === undefined || annotations['helm.sh/hook-delete-policy'] !== undefined)
        continue;
      yield { message: `The hook "${name}" (${kind}) has no delete policy.`, range: rangeOf('helm.sh/hook') };
    }
  },
};
