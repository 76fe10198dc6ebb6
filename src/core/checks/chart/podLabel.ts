import { isMap } from '../../yaml/isMap.ts';
import type { Rule } from '../rule.ts';
import { ownResources } from './rendered.ts';

const label = 'app.kubernetes.io/name';

export const podLabel: Rule = {
  id: 'chart/pod-label',
  needs: 'rendered',
  severity: 'error',
  title: `A Deployment does not select its pods by ${label}`,
  why: 'The platform finds the pods of a release by this label of the selector. Without it the extension has no pods in its list, or the list shows the state of others.',
  remedy: `Put the label ${label} with the same value into spec.selector.matchLabels and into the labels of the pod.`,
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
          message: `The Deployment "${name}" selects ${label}: ${show(selected)}, its pods have ${show(own)}.`,
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
