import assert from 'node:assert/strict';
import { podListSchema } from '../../../../src/sandbox/cluster/podSchema.ts';
import { readReleaseManifest, releasePods } from '../../../../src/sandbox/cluster/readRelease.ts';

interface Owner {
  readonly kind: string;
  readonly name: string;
  readonly hash?: string;
  readonly namespace?: string;
}

function pod(name: string, { kind, name: owner, hash, namespace = 'services' }: Owner, minute = 0): unknown {
  return {
    metadata: {
      name,
      namespace,
      creationTimestamp: `2026-11-28T06:0${minute}:00Z`,
      ...(hash === undefined ? {} : { labels: { 'pod-template-hash': hash } }),
      ownerReferences: [{ kind, name: owner, controller: true }],
    },
    spec: { containers: [{ name: 'main' }] },
  };
}

const manifest = `
kind: Deployment
metadata: { name: viewer, namespace: services }
---
kind: Job
metadata: { name: viewer, namespace: services }
---
kind: StatefulSet
metadata: { name: store, namespace: services }
---
kind: Deployment
metadata: { name: homeless }
---
kind: Service
metadata: { name: viewer, namespace: services }
---
kind: Ingress
metadata: { name: viewer, namespace: services, annotations: { kaapana.ai/type: application } }
spec: { rules: [{ http: { paths: [{ path: /viewer }, { path: /viewer/api }] } }, { host: localhost }] }
---
`;

describe('what a release brings into a cluster', () => {
  const { workloads, ingresses } = readReleaseManifest(manifest, 'admin');

  it('is read of its manifests: of workloads those that the platform lists', () => {
    assert.deepEqual(
      workloads.map(({ kind, name, namespace }) => `${namespace} ${kind} ${name}`),
      ['services Deployment viewer', 'services Job viewer'],
    );
    assert.deepEqual(ingresses, [
      {
        name: 'viewer',
        namespace: 'services',
        annotations: { 'kaapana.ai/type': 'application' },
        routes: [{ path: '/viewer' }, { path: '/viewer/api' }],
      },
    ]);
  });

  it('has the pods whose controller it is, the oldest first', () => {
    const { items } = podListSchema.parse({
      items: [
        pod('second', { kind: 'ReplicaSet', name: 'viewer-5d8', hash: '5d8' }, 2),
        pod('first', { kind: 'ReplicaSet', name: 'viewer-5d8', hash: '5d8' }, 1),
        pod('longer', { kind: 'ReplicaSet', name: 'viewer-more-5d8', hash: '5d8' }),
        pod('elsewhere', { kind: 'ReplicaSet', name: 'viewer-5d8', hash: '5d8', namespace: 'other' }),
        pod('job', { kind: 'Job', name: 'viewer' }),
        pod('store-0', { kind: 'StatefulSet', name: 'store' }),
      ],
    });
    assert.deepEqual(
      releasePods(workloads, new Map(items.map((item) => [item, { log: '', warning: '' }]))).map(({ pods }) =>
        pods.map(({ name }) => name),
      ),
      [['first', 'second'], ['job']],
    );
  });
});
