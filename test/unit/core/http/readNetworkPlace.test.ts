import assert from 'node:assert/strict';
import { readNetworkPlace } from '../../../../src/core/http/readNetworkPlace.ts';

describe('readNetworkPlace', () => {
  for (const [host, place] of [
    ['127.0.0.1', 'this machine'],
    ['localhost', 'this machine'],
    ['[::1]', 'this machine'],
    ['kube-helm-service.admin.svc', 'cluster'],
    ['kube-helm-service.admin.svc.cluster.local', 'cluster'],
    ['kaapana.example.org', 'elsewhere'],
    ['127.0.0.1.example.org', 'elsewhere'],
  ] as const) {
    it(`finds ${host} on ${place}`, () => assert.equal(readNetworkPlace(host), place));
  }
});
