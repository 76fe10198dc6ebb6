import assert from 'node:assert/strict';
import type { Kubectl } from '../../../../src/sandbox/cluster/kubectl.ts';
import { createPodRecords } from '../../../../src/sandbox/cluster/podRecords.ts';
import { podListSchema } from '../../../../src/sandbox/cluster/podSchema.ts';

function podsOf(...statuses: readonly unknown[]) {
  const metadata = { namespace: 'services', creationTimestamp: '2026-11-28T06:00:00Z' };
  return podListSchema.parse({
    items: statuses.map((status, index) => ({
      metadata: { ...metadata, name: `pod-${index}`, uid: `uid-${index}` },
      spec: { containers: [{ name: 'main' }] },
      status,
    })),
  }).items;
}

const crashing = (restartCount: number) => ({
  phase: 'Running',
  containerStatuses: [
    {
      name: 'main',
      restartCount,
      state: { waiting: { reason: 'CrashLoopBackOff' } },
      lastState: { terminated: { exitCode: 1 } },
    },
  ],
});
const running = {
  phase: 'Running',
  conditions: [{ type: 'Ready', status: 'True' }],
  containerStatuses: [{ name: 'main', ready: true, state: { running: {} } }],
};

describe('what a cluster knows of pods beside their status', () => {
  const signal = new AbortController().signal;

  it('is asked once for every end of a container, and never of what runs', async () => {
    const asked: string[] = [];
    const records = createPodRecords({
      logEnd: ({ pod, container }) => {
        asked.push(`${pod} ${container}`);
        return Promise.resolve(`log ${asked.length}`);
      },
      podWarnings: () => Promise.resolve([]),
    } as Partial<Kubectl> as Kubectl);
    const read = async (restarts: number) => {
      const pods = podsOf(running, crashing(restarts));
      const found = await records.read(pods, signal);
      return pods.map((pod) => found.get(pod)?.log);
    };
    assert.deepEqual(await read(1), ['', 'log 1']);
    assert.deepEqual(await read(1), ['', 'log 1']);
    assert.deepEqual(await read(2), ['', 'log 2']);
    assert.deepEqual(asked, ['pod-1 main', 'pod-1 main']);
  });

  it('is the last warning of those that wait; a log that cannot be read is none', async () => {
    const records = createPodRecords({
      logEnd: () => Promise.reject(new Error('the node is away')),
      podWarnings: () =>
        Promise.resolve([
          { podUid: 'uid-0', message: 'over' },
          { podUid: 'uid-1', message: 'first' },
          { podUid: 'uid-1', message: 'last' },
        ]),
    } as Partial<Kubectl> as Kubectl);
    const pods = podsOf(running, crashing(1));
    const found = await records.read(pods, signal);
    assert.deepEqual(
      pods.map((pod) => found.get(pod)),
      [
        { log: '', warning: '' },
        { log: '', warning: 'last' },
      ],
    );
  });
});
