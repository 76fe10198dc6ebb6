import assert from 'node:assert/strict';
import { podMessage, podReadiness, podRestarts, podStatus } from '../../../../src/sandbox/cluster/podStatus.ts';
import { podListSchema, type Pod } from '../../../../src/sandbox/cluster/podSchema.ts';

type Json = Record<string, unknown>;

const state = (what: Json, more: Json = {}): Json => ({
  name: 'main',
  ready: false,
  restartCount: 0,
  ...more,
  state: what,
});
const waiting = (reason: string, message?: string): Json => state({ waiting: { reason, message } });
const ended = (exitCode: number, more: Json = {}): Json => state({ terminated: { exitCode, ...more } });
const runs = state({ running: {} }, { ready: true });
const condition = (type: string, value: string, more: Json = {}): Json => ({ type, status: value, ...more });

function podOf(
  status: Json,
  { spec = {}, metadata = {} }: { readonly spec?: Json; readonly metadata?: Json } = {},
): Pod {
  const [pod] = podListSchema.parse({
    items: [
      {
        metadata: { name: 'pod', namespace: 'services', creationTimestamp: '2026-11-28T06:00:00Z', ...metadata },
        spec: { containers: [{ name: 'main' }], ...spec },
        status,
      },
    ],
  }).items;
  assert.ok(pod);
  return pod;
}

const init = { spec: { initContainers: [{ name: 'first' }, { name: 'second' }] } };
const first = (what: Json, more: Json = {}): Json => ({ ...state(what, more), name: 'first' });
const deleted = { metadata: { deletionTimestamp: '2026-11-28T06:01:00Z' } };
const sidecar = { spec: { initContainers: [{ name: 'first', restartPolicy: 'Always' }] } };
const two = { spec: { containers: [{ name: 'main' }, { name: 'other' }] } };

// Columns as kubectl prints them: READY, STATUS, RESTARTS; then why.
const table: readonly (readonly [string, Pod, string, string?])[] = [
  ['a pod that nobody has looked at', podOf({}), '0/1 Pending 0'],
  [
    'a pod without a node',
    podOf({
      phase: 'Pending',
      conditions: [condition('PodScheduled', 'False', { message: '0/1 nodes are available' })],
    }),
    '0/1 Pending 0',
    '0/1 nodes are available',
  ],
  [
    'a pod that is held back',
    podOf({ phase: 'Pending', conditions: [condition('PodScheduled', 'False', { reason: 'SchedulingGated' })] }),
    '0/1 SchedulingGated 0',
  ],
  ['a container being made', podOf({ containerStatuses: [waiting('ContainerCreating')] }), '0/1 ContainerCreating 0'],
  [
    'an image that is not there',
    podOf({ containerStatuses: [waiting('ErrImagePull', 'not found')] }),
    '0/1 ErrImagePull 0',
    'not found',
  ],
  ['the same again', podOf({ containerStatuses: [waiting('ImagePullBackOff')] }), '0/1 ImagePullBackOff 0'],
  [
    'a container that ends again and again',
    podOf({
      phase: 'Running',
      containerStatuses: [state({ waiting: { reason: 'CrashLoopBackOff' } }, { restartCount: 4 })],
    }),
    '0/1 CrashLoopBackOff 4',
  ],
  ['a pod that runs', podOf({ phase: 'Running', containerStatuses: [runs] }), '1/1 Running 0'],
  [
    'a container whose probe fails',
    podOf({ phase: 'Running', containerStatuses: [state({ running: {} })] }),
    '0/1 Running 0',
  ],
  [
    'a pod that is done',
    podOf({ phase: 'Succeeded', containerStatuses: [ended(0, { reason: 'Completed' })] }),
    '0/1 Completed 0',
  ],
  [
    'a pod that failed',
    podOf({ phase: 'Failed', containerStatuses: [ended(3, { reason: 'Error', message: 'no dag\n' })] }),
    '0/1 Error 0',
    'exit code 3: no dag',
  ],
  [
    'too little memory',
    podOf({ phase: 'Failed', containerStatuses: [ended(137, { reason: 'OOMKilled' })] }),
    '0/1 OOMKilled 0',
    'exit code 137',
  ],
  ['an end without a reason', podOf({ containerStatuses: [ended(2)] }), '0/1 ExitCode:2 0', 'exit code 2'],
  [
    'an end by a signal',
    podOf({ containerStatuses: [ended(143, { signal: 15 })] }),
    '0/1 Signal:15 0',
    'exit code 143',
  ],
  [
    'a pod that was evicted',
    podOf({ phase: 'Failed', reason: 'Evicted', message: 'low on memory' }),
    '0/1 Evicted 0',
    'low on memory',
  ],
  [
    'one of two that is done',
    podOf(
      {
        phase: 'Running',
        conditions: [condition('Ready', 'False')],
        containerStatuses: [runs, ended(0, { reason: 'Completed' })],
      },
      two,
    ),
    '1/2 NotReady 0',
  ],
  [
    'one of two that cannot start',
    podOf({ phase: 'Pending', containerStatuses: [runs, waiting('CreateContainerConfigError', 'no secret')] }, two),
    '1/2 CreateContainerConfigError 0',
    'no secret',
  ],
  ['a pod that is deleted', podOf({ phase: 'Running', containerStatuses: [runs] }, deleted), '1/1 Terminating 0'],
  [
    'a pod that is deleted after its end',
    podOf({ phase: 'Succeeded', containerStatuses: [ended(0, { reason: 'Completed' })] }, deleted),
    '0/1 Completed 0',
  ],
  ['a pod on a lost node', podOf({ phase: 'Running', reason: 'NodeLost' }, deleted), '0/1 Unknown 0'],
  [
    'the first init container',
    podOf({ initContainerStatuses: [first({ running: {} })], containerStatuses: [waiting('PodInitializing')] }, init),
    '0/1 Init:0/2 0',
  ],
  [
    'the second init container',
    podOf({ initContainerStatuses: [first({ terminated: { exitCode: 0 } }), waiting('PodInitializing')] }, init),
    '0/1 Init:1/2 0',
  ],
  [
    'an init container without image',
    podOf({ initContainerStatuses: [first({ waiting: { reason: 'ImagePullBackOff', message: 'gone' } })] }, init),
    '0/1 Init:ImagePullBackOff 0',
    'gone',
  ],
  [
    'an init container that fails',
    podOf(
      { initContainerStatuses: [first({ terminated: { exitCode: 1, reason: 'Error' } }, { restartCount: 2 })] },
      init,
    ),
    '0/1 Init:Error 2',
    'exit code 1',
  ],
  [
    'a sidecar beside a container',
    podOf(
      {
        phase: 'Running',
        initContainerStatuses: [first({ running: {} }, { ready: true, started: true })],
        containerStatuses: [runs],
      },
      sidecar,
    ),
    '2/2 Running 0',
  ],
];

const unsaid = { log: '', warning: '' };

describe('pods of a cluster, as kubectl prints them', () => {
  for (const [title, pod, columns, message = ''] of table) {
    it(title, () => {
      assert.equal(`${podReadiness(pod)} ${podStatus(pod)} ${podRestarts(pod)}`, columns);
      assert.equal(podMessage(pod, unsaid), message);
    });
  }

  for (const [title, status, message] of [
    ['a container that ended', { containerStatuses: [ended(3)] }, 'exit code 3: the log'],
    ['a container with words of its own', { containerStatuses: [ended(3, { message: 'mine' })] }, 'exit code 3: mine'],
    [
      'a container that waits for its next start',
      {
        containerStatuses: [
          { ...waiting('CrashLoopBackOff', 'back-off 10s'), lastState: { terminated: { exitCode: 2 } } },
        ],
      },
      'back-off 10s; exit code 2: the log',
    ],
    ['a container whose volume is missing', { containerStatuses: [waiting('ContainerCreating')] }, 'the warning'],
    ['a container that is not ready', { containerStatuses: [state({ running: {} })] }, 'the warning'],
  ] as const) {
    it(`says of ${title} why`, () => {
      assert.equal(podMessage(podOf(status), { log: 'the log', warning: 'the warning' }), message);
    });
  }
});
