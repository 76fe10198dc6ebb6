import { isMap } from '../../yaml/isMap.ts';
import type { Rule } from '../rule.ts';
import { ownResources } from './rendered.ts';

export const foreignClaim: Rule = {
  id: 'chart/foreign-claim',
  needs: 'rendered',
  severity: 'warning',
  title: 'A pod mounts a volume claim that the chart does not bring',
  why: 'The pod waits for ever where the claim is not there. Where it is there it belongs to the platform or to another extension, whose data it can change.',
  remedy: 'Add a PersistentVolumeClaim to the chart, or suppress this with the reason why the other one is meant.',
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
        // A name that is a value is for whoever sets it to know.
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
