import assert from 'node:assert/strict';
import { loadAll } from 'js-yaml';
import { findWorkloads } from '../../../../src/core/project/findWorkloads.ts';

function find(text: string): string[] {
  const manifests = loadAll(text).map((content) => ({ content }));
  return findWorkloads(manifests).map(({ kind, name, listed }) => `${listed ? '' : 'unlisted '}${kind} ${name}`);
}

describe('findWorkloads', () => {
  for (const [text, found] of [
    ['kind: Deployment\nmetadata: { name: a, namespace: services }', ['Deployment a']],
    ['kind: Job\nmetadata: { name: a, namespace: services }', ['Job a']],
    ['kind: Job\nmetadata: { name: a }', ['unlisted Job a']],
    ['kind: Deployment\nmetadata: { name: a, namespace: services }\nspec: { replicas: 0 }', ['unlisted Deployment a']],
    ['kind: StatefulSet\nmetadata: { name: a, namespace: services }', ['unlisted StatefulSet a']],
    ['kind: DaemonSet\nmetadata: { name: a, namespace: services }', ['unlisted DaemonSet a']],
    ['kind: CronJob\nmetadata: { name: a, namespace: services }', ['unlisted CronJob a']],
    ['kind: Job\nmetadata: { name: a, namespace: b, annotations: { helm.sh/hook: pre-install } }', []],
    ['kind: ConfigMap\nmetadata: { name: a, namespace: services }', []],
    ['kind: List\nitems: [{ kind: Job, metadata: { name: a, namespace: b } }]\n---\n---\ntext', ['Job a']],
    ['kind: 3\n---\n[]', []],
  ] as const) {
    it(`finds ${found.length === 0 ? 'nothing' : found.join()} in ${JSON.stringify(text)}`, () => {
      assert.deepEqual(find(text), found);
    });
  }

  for (const [title, containers, probed] of [
    ['all containers are asked', [{ readinessProbe: {} }, { livenessProbe: {} }], true],
    ['one container is not asked', [{ readinessProbe: {} }, {}], false],
    ['a startup probe says nothing of what comes later', [{ startupProbe: {} }], false],
    ['there is no list', 'none', false],
  ] as const) {
    it(`says that ${title}`, () => {
      const spec = { template: { spec: { containers } } };
      const content = { kind: 'Deployment', metadata: { name: 'viewer', namespace: 'services' }, spec };
      assert.deepEqual(
        findWorkloads([{ content }]).map((workload) => workload.probed),
        [probed],
      );
    });
  }
});
