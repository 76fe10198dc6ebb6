import type { Rule } from '../rule.ts';
import { ownResources } from './rendered.ts';

export const hookPolicy: Rule = {
  id: 'chart/hook-policy',
  needs: 'rendered',
  severity: 'warning',
  title: 'A hook has no delete policy',
  why: 'What a hook made stays when the release is uninstalled. A hook that failed is in the way of the next install, and the release is stuck.',
  remedy: 'Add the annotation helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded.',
  *check(project, rendered) {
    for (const { kind, name, annotations, rangeOf } of ownResources(project, rendered)) {
      if (annotations['helm.sh/hook'] === undefined || annotations['helm.sh/hook-delete-policy'] !== undefined)
        continue;
      yield { message: `The hook "${name}" (${kind}) has no delete policy.`, range: rangeOf('helm.sh/hook') };
    }
  },
};
