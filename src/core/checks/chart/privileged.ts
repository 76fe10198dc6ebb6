import { isMap } from '../../yaml/isMap.ts';
import type { Rule } from '../rule.ts';
import { containersOf, ownResources } from './rendered.ts';

export const privileged: Rule = {
  id: 'chart/privileged',
  needs: 'rendered',
  severity: 'warning',
  title: 'A pod reaches the machine that it runs on',
  why: 'A privileged container, a folder of the host or the network of the host lets the pod see and change what belongs to other extensions and to the data of patients.',
  remedy: 'Use a PersistentVolumeClaim and no privileges, or suppress this with the reason why it has to be.',
  *check(project, rendered) {
    for (const { kind, name, pod, rangeOf } of ownResources(project, rendered)) {
      const what = `The ${kind} "${name}"`;
      const volumes = Array.isArray(pod?.['volumes']) ? pod['volumes'].filter(isMap) : [];
      for (const { hostPath } of volumes) {
        if (!isMap(hostPath)) continue;
        yield { message: `${what} mounts ${String(hostPath['path'])} of the host.`, range: rangeOf('hostPath:') };
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
