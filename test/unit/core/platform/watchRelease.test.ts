import assert from 'node:assert/strict';
import { watchRelease, type WatchOptions } from '../../../../src/core/platform/watchRelease.ts';
import {
  extensionAnswer,
  noSuchRelease,
  statusAnswer,
  type ReleaseAnswerFacts,
} from '../../../support/platformAnswers.ts';
import { recordStep } from '../../../support/recordingStep.ts';
import { rejection } from '../../../support/rejection.ts';
import type { ScriptedAnswer } from '../../../support/startScriptedServer.ts';
import { usePlatform } from '../../../support/usePlatform.ts';

const lung: WatchOptions = {
  releaseName: 'lung-workflow',
  listLagMs: 20,
  timeoutMs: 5000,
  graceMs: 20,
  settleMs: 10,
};
const deployed = { body: statusAnswer('deployed') };
const completed = { status: 'completed', ready: '0/1' };
const pulling = { name: 'copy-x7k2p', status: 'imagepullbackoff', ready: '0/1', message: 'manifest unknown' };

function listed(...releases: ReleaseAnswerFacts[]): ScriptedAnswer {
  return { body: [extensionAnswer({}, ...releases)] };
}

function withPods(...pods: Exclude<ReleaseAnswerFacts['pods'], 'unknown' | undefined>): ScriptedAnswer {
  return listed({ pods });
}

describe('watchRelease', () => {
  const start = usePlatform();
  const { step } = recordStep();

  it('is satisfied when every pod has completed', async () => {
    const { platform } = await start({
      'GET /view-chart-status': [{ body: statusAnswer('pending-install') }, deployed],
      'GET /extensions': [
        listed(),
        withPods(),
        withPods({ status: 'pending', ready: '0/1' }, completed),
        withPods({ status: 'init:0/1', ready: '0/1' }, completed),
        withPods(completed, completed),
      ],
    });
    const recording = recordStep();
    const release = await watchRelease(platform, lung, recording.step);
    assert.equal(release.kind, 'completed');
    assert.deepEqual(recording.lines, [
      'progress {"message":"Helm (pending-install)"}',
      `progress {"message":"the platform's list, which is up to 30 s old"}`,
      'progress {"message":"its first pod"}',
      'progress {"message":"pod-0: pending"}',
      'progress {"message":"pod-0: init:0/1"}',
    ]);
  });

  it('waits until running pods are ready', async () => {
    const { platform, server } = await start({
      'GET /view-chart-status': deployed,
      'GET /extensions': [
        withPods({ status: 'running', ready: '0/1' }),
        withPods({ status: 'running', ready: '1/2' }),
        withPods({ status: 'running', ready: '2/2' }),
      ],
    });
    assert.equal((await watchRelease(platform, lung, step)).kind, 'running');
    assert.equal(server.calls().filter((call) => call === 'GET /extensions').length, 3);
  });

  it('does not believe a container that starts and ends again and again', async () => {
    const looping = { name: 'app', restarts: '1', age: '40s' };
    const { platform } = await start({
      'GET /view-chart-status': deployed,
      'GET /extensions': [
        withPods({ ...looping, status: 'running' }),
        withPods({ ...looping, status: 'error', ready: '0/1' }),
        withPods({ ...looping, status: 'running', restarts: '2' }),
        withPods({ ...looping, status: 'crashloopbackoff', ready: '0/1', restarts: '2' }),
      ],
    });
    const error = await rejection(
      watchRelease(platform, { ...lung, settleMs: 500, graceMs: 60_000 }, step),
      'release.failed',
    );
    assert.match(error.message, /app: crashloopbackoff, 2 restarts/);
  });

  // The platform answers with the list of half a minute ago, again and again.
  const stale = { ...lung, listLagMs: 60_000 };

  it('counts no time over one unchanged answer', async () => {
    const { platform } = await start({
      'GET /view-chart-status': deployed,
      'GET /extensions': withPods({ name: 'app', status: 'running', restarts: '1', age: '40s' }),
    });
    const error = await rejection(watchRelease(platform, { ...stale, timeoutMs: 200 }, step), 'release.timeout');
    assert.match(error.detail ?? '', /app: running, 1 restart/);
  });

  it('believes a pod that has restarted when its own age says that it stays', async () => {
    const app = { name: 'app', status: 'running', restarts: '1' };
    const { platform } = await start({
      'GET /view-chart-status': deployed,
      'GET /extensions': [withPods({ ...app, age: '40s' }), withPods({ ...app, age: '47s' })],
    });
    assert.equal((await watchRelease(platform, { ...stale, settleMs: 3000 }, step)).kind, 'running');
  });

  it('believes at once what has restarted seldom', async () => {
    const { platform } = await start({
      'GET /view-chart-status': deployed,
      'GET /extensions': withPods({ name: 'app', status: 'running', restarts: '2', age: '3d4h' }),
    });
    assert.equal((await watchRelease(platform, { ...stale, settleMs: 3000 }, step)).kind, 'running');
  });

  it('calls a pod whose restarts rise not running', async () => {
    const ages = [40, 75, 110, 145];
    const { platform } = await start({
      'GET /view-chart-status': deployed,
      'GET /extensions': ages.map((age, index) =>
        withPods({ name: 'app', status: 'running', restarts: String(index), age: `${age}s` }),
      ),
    });
    const error = await rejection(watchRelease(platform, { ...stale, settleMs: 60_000 }, step), 'release.failed');
    assert.match(error.message, /app: running, 3 restarts; it does not stay up/);
  });

  it('forgives a failing state of a list that is not renewed meanwhile', async () => {
    const { platform } = await start({
      'GET /view-chart-status': deployed,
      'GET /extensions': [...Array.from({ length: 20 }, () => withPods(pulling)), withPods(completed)],
    });
    assert.equal((await watchRelease(platform, stale, step)).kind, 'completed');
  });

  it('waits for a Deployment whose container has ended', async () => {
    const ended = { name: 'viewer-7d9c5b8f6-x2k4p', status: 'completed', ready: '0/1' };
    const { platform } = await start({
      'GET /view-chart-status': deployed,
      'GET /extensions': [withPods(ended), withPods({ ...ended, status: 'crashloopbackoff', restarts: '2' })],
    });
    await rejection(watchRelease(platform, lung, step), 'release.failed');
  });

  it('tells the links of the release', async () => {
    const { platform } = await start({
      'GET /view-chart-status': deployed,
      'GET /extensions': listed({ pods: [{ status: 'running' }], links: ['/viewer'] }),
    });
    assert.deepEqual((await watchRelease(platform, lung, step)).links, ['/viewer']);
  });

  it('forgives a failing state that passes', async () => {
    const { platform } = await start({
      'GET /view-chart-status': deployed,
      'GET /extensions': [withPods({ ...pulling, status: 'errimagepull' }), withPods(pulling), withPods(completed)],
    });
    assert.equal((await watchRelease(platform, { ...lung, graceMs: 4000 }, step)).kind, 'completed');
  });

  it('fails with the reason of the pod when it stays', async () => {
    const { platform } = await start({
      'GET /view-chart-status': deployed,
      'GET /extensions': withPods(pulling, { status: 'running' }),
    });
    const error = await rejection(watchRelease(platform, lung, step), 'release.failed');
    assert.match(error.message, /^lung-workflow does not run\. copy-x7k2p: imagepullbackoff \(manifest unknown\)$/);
    assert.match(error.detail ?? '', /pod-1: running/);
  });

  it('fails at once when Helm says so', async () => {
    const { platform } = await start({
      'GET /view-chart-status': { body: statusAnswer('failed') },
      'GET /extensions': listed({ helmStatus: 'failed', pods: 'unknown' }),
    });
    await rejection(watchRelease(platform, { ...lung, graceMs: 60_000 }, step), 'release.failed');
  });

  it('fails when somebody uninstalls the release meanwhile', async () => {
    const { platform } = await start({
      'GET /view-chart-status': [deployed, noSuchRelease],
      'GET /extensions': listed(),
    });
    const error = await rejection(watchRelease(platform, lung, step), 'release.failed');
    assert.match(error.message, /uninstalled/);
  });

  it('tells at the end of the time what it waits for', async () => {
    const { platform } = await start({
      'GET /view-chart-status': deployed,
      'GET /extensions': withPods({ name: 'copy-abcde', status: 'containercreating', ready: '0/1' }),
    });
    const error = await rejection(watchRelease(platform, { ...lung, timeoutMs: 30 }, step), 'release.timeout');
    assert.equal(error.detail, 'It is waiting for copy-abcde: containercreating.');
  });

  it('never counts what is left of the release before', async () => {
    const before = { updated: '2026-11-22 08:41:00.5 +0000 UTC', pods: [completed] };
    const { platform } = await start({
      'GET /view-chart-status': deployed,
      'GET /extensions': [
        listed(before),
        withPods({ status: 'terminating', ready: '1/1' }),
        withPods({ status: 'terminating', ready: '1/1' }, { status: 'pending', ready: '0/1' }),
        withPods({ status: 'terminating', ready: '1/1' }, { ...completed, name: 'new' }),
      ],
    });
    const release = await watchRelease(platform, lung, step);
    assert.deepEqual(
      release.pods.map((pod) => pod.name),
      ['new'],
    );
  });

  for (const [title, status, updated] of [
    ['years behind', 'Thu Jan  1 00:00:07 1970', '1970-01-01 00:00:07.5 +0000 UTC'],
    ['years ahead', 'Fri Mar  6 12:00:00 2099', '2099-03-06 12:00:00.1 +0000 UTC'],
    ['in another zone', 'Sun Nov 22 17:48:50 2026', '2026-11-22 17:48:50.018375601 +0900 JST'],
  ] as const) {
    it(`does not mind a server whose clock is ${title}`, async () => {
      const { platform } = await start({
        'GET /view-chart-status': { body: statusAnswer('deployed', status) },
        'GET /extensions': [
          listed({ updated: '2026-11-22 08:48:50 +0000 UTC', pods: [] }),
          listed({ updated, pods: [completed] }),
        ],
      });
      assert.equal((await watchRelease(platform, lung, step)).kind, 'completed');
    });
  }

  it('needs no pod for a chart without workloads', async () => {
    const { platform, server } = await start({ 'GET /view-chart-status': deployed });
    await watchRelease(platform, { ...lung, expectsPods: false }, step);
    assert.deepEqual(server.calls(), ['GET /view-chart-status']);
  });

  it('needs none for a chart that cannot be looked into when none comes, and waits for one that comes late', async () => {
    const unknown = { ...lung, expectsPods: 'unknown', podlessMs: 30 } as const;
    const without = await start({ 'GET /view-chart-status': deployed, 'GET /extensions': withPods() });
    assert.equal((await watchRelease(without.platform, unknown, step)).kind, 'deployed');
    const late = await start({
      'GET /view-chart-status': deployed,
      'GET /extensions': [withPods(), withPods(completed)],
    });
    assert.equal((await watchRelease(late.platform, unknown, step)).kind, 'completed');
  });

  it('outlasts a list that fails or has bare texts for a while', async () => {
    const { platform } = await start(
      {
        'GET /view-chart-status': deployed,
        'GET /extensions': [
          { status: 500, body: { detail: 'Failed to get extensions' } },
          { body: ['lung-workflow'] },
          withPods(completed),
        ],
      },
      { tries: 1 },
    );
    assert.equal((await watchRelease(platform, lung, step)).kind, 'completed');
  });

  it('reports a platform that goes on failing', async () => {
    const { platform } = await start(
      { 'GET /view-chart-status': deployed, 'GET /extensions': { status: 500 } },
      { tries: 1 },
    );
    await rejection(watchRelease(platform, { ...lung, toleranceMs: 10 }, step), 'platform.failed');
  });

  it('finds an instance in the entries of its chart', async () => {
    const instance = { name: 'lung-workflow-abc', pods: [completed] };
    const { platform } = await start({
      'GET /view-chart-status': deployed,
      'GET /extensions': listed({ name: 'lung-workflow-xyz', pods: [pulling] }, instance),
    });
    await watchRelease(platform, { ...lung, releaseName: 'lung-workflow-abc' }, step);
  });
});
