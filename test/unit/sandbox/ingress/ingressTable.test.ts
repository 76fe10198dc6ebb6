import assert from 'node:assert/strict';
import { findRoute, type LiveIngress } from '../../../../src/sandbox/ingress/ingressTable.ts';
import type { IngressRoute } from '../../../../src/sandbox/manifest/podPlan.ts';
import type { Release } from '../../../../src/sandbox/releases/release.ts';

function ingress(name: string, path: string, match: IngressRoute['match'] = 'prefix'): LiveIngress {
  const release: Release = {
    name,
    chart: name,
    version: '1',
    appVersion: '1',
    namespace: 'admin',
    status: 'deployed',
    description: '',
    installedAt: '2026-01-01T00:00:00.000Z',
    multiInstallable: true,
    parameters: {},
    seen: {},
    manifests: '',
    links: [path],
    workloads: [],
  };
  const route = { path, match, workloads: [], port: 80, middlewares: [] };
  return { release, ingress: { name, namespace: 'services', annotations: {}, routes: [route] } };
}

describe('findRoute', () => {
  const all = [ingress('short', '/a'), ingress('long', '/a/b'), ingress('exact', '/exact', 'exact')];
  const cases: [string, string | undefined][] = [
    ['/a', 'short'],
    ['/a/x', 'short'],
    ['/a/b', 'long'],
    ['/a/b/c', 'long'],
    ['/exact', 'exact'],
    ['/exact/x', undefined],
    ['/', undefined],
  ];
  for (const [path, expected] of cases) {
    it(`leads ${path} to ${expected ?? 'nobody'}`, () => assert.equal(findRoute(all, path)?.release.name, expected));
  }
});
