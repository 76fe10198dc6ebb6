import assert from 'node:assert/strict';
import { currentPods, podCondition, readPods, type Pod } from '../../../../../src/core/platform/catalogue/pods.ts';
import { deploymentSchema } from '../../../../../src/core/platform/schemas/extensionList.ts';
import { deploymentAnswer } from '../../../../support/platformAnswers.ts';

function pod(status: string, changes: Partial<Pod> = {}): Pod {
  return { name: undefined, status, ready: '1/1', restarts: 0, ageMs: undefined, message: undefined, ...changes };
}

describe('podCondition', () => {
  const table = {
    good: ['running', 'completed', 'succeeded'],
    leaving: ['terminating'],
    waiting: [
      'pending',
      'containercreating',
      'podinitializing',
      'init:0/1',
      'init:completed',
      'init:running',
      'notready',
      'new',
    ],
    failing: [
      ...['error', 'crashloopbackoff', 'imagepullbackoff', 'errimagepull', 'errimageneverpull', 'invalidimagename'],
      ...['createcontainerconfigerror', 'createcontainererror', 'runcontainererror', 'oomkilled', 'evicted'],
      ...['init:error', 'init:crashloopbackoff', 'init:imagepullbackoff', 'init:oomkilled', 'exitcode:3', 'failed'],
    ],
  } as const;
  for (const [condition, statuses] of Object.entries(table)) {
    for (const status of statuses) {
      it(`calls ${status} ${condition}`, () => assert.equal(podCondition(pod(status)), condition));
    }
  }

  it('calls a running pod good only when all its containers are ready', () => {
    assert.equal(podCondition(pod('running', { ready: '1/2' })), 'waiting');
    assert.equal(podCondition(pod('completed', { ready: '0/2' })), 'good');
  });
});

describe('currentPods', () => {
  it('forgets failed attempts of a Job that got through, and nothing else', () => {
    const attempts = [pod('error', { name: 'copy-11111' }), pod('completed', { name: 'copy-22222' })];
    const other = pod('error', { name: 'remove-33333' });
    assert.deepEqual(currentPods([...attempts, other]), [attempts[1], other]);
  });

  it('forgets no failure of a pod without a name', () => {
    assert.equal(currentPods([pod('error'), pod('completed')]).length, 2);
  });
});

describe('readPods', () => {
  it('reads the columns', () => {
    const pods = [{ name: 'a', status: 'Error', restarts: '4', age: '2m30s', message: 'exit code 3' }];
    assert.deepEqual(readPods(deploymentSchema.parse(deploymentAnswer({ pods }))), [
      { name: 'a', status: 'error', ready: '1/1', restarts: 4, ageMs: 150_000, message: 'exit code 3' },
    ]);
  });

  for (const [title, change, statuses] of [
    ['nothing while the platform does not look', { kube_info: null, kube_status: 'unknown' }, []],
    ['nothing of a failed release', { kube_info: null, kube_status: '' }, []],
    ['statuses without columns', { kube_info: null, kube_status: ['running'] }, ['running']],
    ['columns of unequal length', { kube_info: { status: ['error', 'running'], name: ['a'] } }, ['error', 'running']],
  ] as const) {
    it(`sees ${title}`, () => {
      const deployment = deploymentSchema.parse({ ...deploymentAnswer(), ...change });
      assert.deepEqual(
        readPods(deployment).map(({ status }) => status),
        statuses,
      );
    });
  }
});
