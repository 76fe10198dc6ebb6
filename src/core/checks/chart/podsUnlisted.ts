import { hasNoReplicas, listedKinds } from '../../project/findWorkloads.ts';
import type { Rule } from '../rule.ts';
import { ownResources } from './rendered.ts';

export const podsUnlisted: Rule = {
  id: 'chart/pods-unlisted',
  needs: 'rendered',
  severity: 'warning',
  title: 'The platform does not show the pods of a workload',
  why: 'The platform lists the pods of Deployments and Jobs only. For anything else it says "deployed" as soon as Helm has created it, whether or not it runs.',
  remedy: 'Use a Deployment or a Job where you can, or check on the cluster with kubectl whether it runs.',
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
