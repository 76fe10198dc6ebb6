import { hasNoReplicas, listedKinds } from '../../project/findWorkloads.ts';
import { isMap } from '../../yaml/loadYaml.ts';
import type { Rule } from '../rule.ts';
import { containersOf, ownResources } from './rendered.ts';

const label = 'app.kubernetes.io/name';

export const podLabel: Rule = {
  id: 'chart/pod-label',
  needs: 'rendered',
  severity: 'error',
  title: `A Deployment does not select its pods by ${label}`,
  why: 'The platform finds the pods of a release by this label in the selector. Without it, the extension has no pods in its list, or shows the state of others.',
  remedy: `Add the label ${label} with the same value to spec.selector.matchLabels and to the labels of the pod.`,
  *check(project, rendered) {
    for (const { kind, name, content, rangeOf } of ownResources(project, rendered)) {
      if (kind !== 'Deployment') continue;
      const spec = mapAt(content, 'spec');
      const selected = mapAt(spec, 'selector', 'matchLabels')[label];
      const own = mapAt(spec, 'template', 'metadata', 'labels')[label];
      if (selected === undefined || selected === '') {
        yield {
          message: `The selector of the Deployment "${name}" has no label ${label}.`,
          range: rangeOf('matchLabels:', 'selector:'),
        };
      } else if (selected !== own) {
        yield {
          message: `The Deployment "${name}" selects ${label}: ${show(selected)}, but its pods have ${show(own)}.`,
          range: rangeOf('matchLabels:', 'selector:'),
        };
      }
    }
  },
};

function mapAt(content: unknown, ...path: readonly string[]): Readonly<Record<string, unknown>> {
  let value = content;
  for (const key of path) value = isMap(value) ? value[key] : undefined;
  return isMap(value) ? value : {};
}

function show(value: unknown): string {
  return typeof value === 'string' ? `"${value}"` : 'none';
}

export const podsUnlisted: Rule = {
  id: 'chart/pods-unlisted',
  needs: 'rendered',
  severity: 'warning',
  title: 'The platform does not show the pods of a workload',
  why: 'The platform lists only the pods of Deployments and Jobs. Everything else counts as "deployed" as soon as Helm has created it, whether or not it runs.',
  remedy: 'Use a Deployment or a Job where possible, or check on the cluster with kubectl whether it runs.',
  *check(project, rendered) {
    for (const { kind, name, pod, content, isHook, rangeOf } of ownResources(project, rendered)) {
      if (pod === undefined || isHook) continue;
      if (!listedKinds.has(kind)) {
        yield { message: `The platform does not list the pods of the ${kind} "${name}".`, range: rangeOf() };
      } else if (kind === 'Deployment' && hasNoReplicas(content)) {
        yield {
          message: `The Deployment "${name}" has no replicas, so the platform has no pod to list.`,
          range: rangeOf('replicas:'),
        };
      }
    }
  },
};

export const variableDuplicate: Rule = {
  id: 'chart/variable-duplicate',
  needs: 'rendered',
  severity: 'error',
  title: 'A container sets an environment variable twice',
  why: 'Helm 3 silently uses the last value. With Helm 4, the cluster applies the chart and rejects duplicate names.',
  remedy: 'Remove one of them.',
  *check(project, rendered) {
    for (const { kind, name, pod, rangeOf } of ownResources(project, rendered)) {
      for (const { env, name: container } of containersOf(pod)) {
        const names = Array.isArray(env) ? env.filter(isMap).map((entry) => String(entry['name'])) : [];
        const twice = new Set(names.filter((one, index) => names.indexOf(one) !== index));
        for (const variable of twice) {
          yield {
            message: `The container "${String(container)}" of the ${kind} "${name}" sets ${variable} twice.`,
            range: rangeOf(`name: ${variable}`, variable, 'env:'),
          };
        }
      }
    }
  },
};

export const foreignClaim: Rule = {
  id: 'chart/foreign-claim',
  needs: 'rendered',
  severity: 'warning',
  warns: 'once',
  title: 'A pod mounts a volume claim that is not in the chart',
  why: 'If the claim does not exist, the pod waits forever. If it does, it belongs to the platform or to another extension, whose data the pod can change.',
  remedy: 'Add a PersistentVolumeClaim to the chart, or suppress this warning with the reason for using that claim.',
  *check(project, rendered) {
    const resources = ownResources(project, rendered);
    const own = new Set(
      rendered.manifests
        .filter(({ content }) => content['kind'] === 'PersistentVolumeClaim' && isMap(content['metadata']))
        .map(({ content }) => (isMap(content['metadata']) ? content['metadata']['name'] : undefined)),
    );
    const told = new Set<string>();
    for (const { kind, name, pod, template, rangeOf } of resources) {
      const volumes = Array.isArray(pod?.['volumes']) ? pod['volumes'].filter(isMap) : [];
      for (const { persistentVolumeClaim: claim } of volumes) {
        const claimed = isMap(claim) ? claim['claimName'] : undefined;
        if (typeof claimed !== 'string' || own.has(claimed) || told.has(claimed)) continue;
        // A name that comes from a value is up to whoever sets it.
        if (!template.text.includes(claimed)) continue;
        told.add(claimed);
        yield {
          message: `The ${kind} "${name}" mounts "${claimed}", which is not in this chart.`,
          range: rangeOf(`claimName: ${claimed}`, 'claimName:'),
        };
      }
    }
  },
};

export const privileged: Rule = {
  id: 'chart/privileged',
  needs: 'rendered',
  severity: 'warning',
  title: 'A pod has access to the machine it runs on',
  why: 'With a privileged container, a host path or the host network, a pod can see and change patient data and the data of other extensions.',
  remedy:
    'Use a PersistentVolumeClaim and no privileges, or suppress this warning with the reason why they are needed.',
  *check(project, rendered) {
    for (const { kind, name, pod, rangeOf } of ownResources(project, rendered)) {
      const what = `The ${kind} "${name}"`;
      const volumes = Array.isArray(pod?.['volumes']) ? pod['volumes'].filter(isMap) : [];
      for (const { hostPath } of volumes) {
        if (!isMap(hostPath)) continue;
        yield { message: `${what} mounts the host path ${String(hostPath['path'])}.`, range: rangeOf('hostPath:') };
      }
      for (const { securityContext } of containersOf(pod)) {
        if (!isMap(securityContext) || securityContext['privileged'] !== true) continue;
        yield { message: `${what} has a privileged container.`, range: rangeOf('privileged:') };
      }
      for (const key of ['hostNetwork', 'hostPID', 'hostIPC']) {
        if (pod?.[key] === true) yield { message: `${what} uses ${key}.`, range: rangeOf(`${key}:`) };
      }
    }
  },
};
