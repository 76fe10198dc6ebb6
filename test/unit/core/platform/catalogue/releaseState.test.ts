import assert from 'node:assert/strict';
import { releaseState, type ReleaseFacts } from '../../../../../src/core/platform/catalogue/releaseState.ts';
import type { Pod } from '../../../../../src/core/platform/catalogue/pods.ts';

function pods(...statuses: string[]): Pod[] {
  return statuses.map((status, index) => ({
    name: `pod-${index}`,
    status,
    ready: '1/1',
    restarts: 0,
    ageMs: undefined,
    message: undefined,
  }));
}

describe('releaseState', () => {
  const table: [facts: Partial<ReleaseFacts>, kind: string][] = [
    [{ helmStatus: undefined }, 'absent'],
    [{ helmStatus: undefined, pods: pods('running') }, 'absent'],
    [{ helmStatus: 'pending-install' }, 'installing'],
    [{ helmStatus: 'pending-install', sameStatusMs: 3_600_000 }, 'stuck'],
    [{ helmStatus: 'deployed' }, 'installing'],
    [{ helmStatus: 'deployed', expectsPods: false }, 'deployed'],
    [{ helmStatus: 'deployed', pods: pods('running', 'pending') }, 'installing'],
    [{ helmStatus: 'deployed', pods: pods('running', 'completed') }, 'running'],
    [{ helmStatus: 'deployed', pods: pods('completed', 'completed') }, 'completed'],
    [{ helmStatus: 'deployed', pods: pods('terminating') }, 'installing'],
    [{ helmStatus: 'deployed', pods: pods('terminating', 'completed') }, 'completed'],
    [{ helmStatus: 'deployed', pods: pods('running', 'imagepullbackoff') }, 'degraded'],
    [{ helmStatus: 'failed', pods: pods('running') }, 'failed'],
    [{ helmStatus: 'uninstalling', pods: pods('running') }, 'uninstalling'],
    [{ helmStatus: 'uninstalling', sameStatusMs: 600_000 }, 'stuck'],
  ];
  for (const [facts, kind] of table) {
    const seen = (facts.pods ?? []).map(({ status }) => status).join(', ');
    it(`is ${kind} when ${facts.helmStatus ?? 'unknown to Helm'} with pods [${seen}] ${String(facts.sameStatusMs ?? '')}`, () => {
      assert.equal(releaseState({ helmStatus: undefined, pods: [], expectsPods: true, ...facts }).kind, kind);
    });
  }

  it('gives the reason of every pod that cannot run', () => {
    const facts = { helmStatus: 'failed', pods: pods('error', 'running', 'oomkilled'), expectsPods: true };
    const state = releaseState(facts);
    assert.equal(state.kind === 'failed' && state.reason, 'pod-0: error; pod-2: oomkilled');
  });
});
