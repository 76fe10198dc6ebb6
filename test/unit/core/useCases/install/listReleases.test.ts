import assert from 'node:assert/strict';
import { listReleases, readRelease } from '../../../../../src/core/useCases/install/listReleases.ts';
import { fakePlatform } from '../../../../support/fakePlatform.ts';
import { rejection } from '../../../../support/rejection.ts';
import { usePlatform } from '../../../../support/usePlatform.ts';

const running = { chart: 'lung-workflow', helmStatus: 'deployed' };
const { signal } = new AbortController();

describe('the state of releases', () => {
  const start = usePlatform();

  it('shows nothing that was removed, although the list still has it', async () => {
    const { routes } = fakePlatform({
      releases: { 'lung-workflow': running },
      removed: { 'old-workflow': 'old-workflow' },
    });
    const { platform } = await start(routes);
    const rows = await listReleases(platform, [], signal);
    assert.deepEqual(
      rows.map(({ name, state }) => [name, state]),
      [['lung-workflow', 'deployed']],
    );
    await rejection(readRelease(platform, 'old-workflow', signal), 'platform.unknownExtension');
  });

  it('shows what failed at its first installation, which the list does not have yet', async () => {
    const failed = { 'GET /view-chart-status': { body: { NAME: 'new-workflow', STATUS: 'failed' } } };
    const { platform } = await start({ ...fakePlatform().routes, ...failed });
    for (const row of [
      ...(await listReleases(platform, ['new-workflow'], signal)),
      await readRelease(platform, 'new-workflow', signal),
    ]) {
      assert.equal(row.name, 'new-workflow');
      assert.match(row.state, /^failed: Helm could not install it/);
    }
  });

  it('outlasts a list that fails, and does without it for one release', async () => {
    const releases = { 'lung-workflow': running };
    const passing = await start(fakePlatform({ releases, listFailures: 2 }).routes, { tries: 1 });
    assert.equal((await listReleases(passing.platform, [], signal)).length, 1);
    const broken = await start(fakePlatform({ releases, listFailures: 1000 }).routes, { tries: 1 });
    assert.match((await readRelease(broken.platform, 'lung-workflow', signal)).state, /^deployed \(not listed yet/);
  });

  it('tells pods and links', async () => {
    const { routes } = fakePlatform({
      releases: { 'lung-workflow': running },
      pods: () => [{ name: 'app', status: 'running', ready: '1/1' }],
      links: ['/viewer'],
    });
    const { platform, server } = await start(routes);
    const { chart, version, state, pods, links } = await readRelease(platform, 'lung-workflow', signal);
    assert.deepEqual([chart, version, state, pods], ['lung-workflow', '0.6.0', 'running', ['app: running']]);
    assert.deepEqual(links, [`${server.url}/viewer`]);
  });

  it('names the releases of a chart that was asked for', async () => {
    const notes = { chart: 'notes-chart', helmStatus: 'deployed' };
    const { routes } = fakePlatform({ releases: { 'notes-chart-2': notes, 'notes-chart-1': notes } });
    const { platform } = await start(routes);
    const error = await rejection(readRelease(platform, 'notes-chart', signal), 'platform.unknownExtension');
    assert.match(error.message, /notes-chart-1, notes-chart-2/);
  });
});
