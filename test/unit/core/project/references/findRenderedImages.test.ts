import assert from 'node:assert/strict';
import { findRenderedImages } from '../../../../../src/core/project/references/findRenderedImages.ts';
import { readRendered } from '../../../../../src/core/charts/readRendered.ts';

const pod = (image: string) => `containers: [{name: main, image: "${image}"}]`;
const document = (kind: string, spec: string) =>
  `---\n# Source: c/templates/${kind}.yaml\nkind: ${kind}\nmetadata: {name: n-${kind}}\nspec: ${spec}\n`;

describe('findRenderedImages', () => {
  const images = (text: string) =>
    findRenderedImages(readRendered(text)).map(({ kind, container, reference }) => `${kind} ${container} ${reference}`);

  it('finds the containers of every kind of workload', () => {
    const kinds = ['Job', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController'];
    const text = [
      document('Pod', `{${pod('p:1')}}`),
      document('CronJob', `{jobTemplate: {spec: {template: {spec: {${pod('c:1')}}}}}}`),
      ...kinds.map((kind) => document(kind, `{template: {spec: {${pod(`${kind}:1`)}}}}`)),
      document('Service', `{template: {spec: {${pod('no:1')}}}}`),
    ].join('');
    assert.deepEqual(images(text), [
      'Pod main p:1',
      'CronJob main c:1',
      ...kinds.map((kind) => `${kind} main ${kind}:1`),
    ]);
  });

  it('finds init containers, containers of hooks and of lists, and containers without an image', () => {
    const text = `---
# Source: c/charts/d/templates/job.yaml
kind: Job
metadata: {name: n, annotations: {helm.sh/hook: pre-delete}}
spec:
  template:
    spec:
      initContainers: [{name: init, image: "i:1"}]
      containers: [{name: none}]
---
kind: List
items:
  - {kind: Pod, metadata: {name: inside}, spec: {${pod('l:1')}}}
`;
    assert.deepEqual(images(text), ['Job init i:1', 'Job none ', 'Pod main l:1']);
    assert.equal(findRenderedImages(readRendered(text))[0]?.template, 'c/charts/d/templates/job.yaml');
  });

  it('passes over what is no workload or has another shape', () => {
    for (const text of [
      '',
      '---\n# Source: c/a.yaml\n# nothing\n',
      document('Pod', 'null'),
      document('Job', '[1]'),
      '---\n# Source: x\n- 1\n',
    ]) {
      assert.deepEqual(images(text), []);
    }
  });
});
