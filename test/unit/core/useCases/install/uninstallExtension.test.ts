import assert from 'node:assert/strict';
import { uninstallExtension } from '../../../../../src/core/useCases/install/uninstallExtension.ts';
import { fakePlatform } from '../../../../support/fakePlatform.ts';
import { recordStep } from '../../../../support/recordingStep.ts';
import { rejection } from '../../../../support/rejection.ts';
import { usePlatform } from '../../../../support/usePlatform.ts';

const lung = { 'lung-workflow': { chart: 'lung-workflow', helmStatus: 'deployed' } };

describe('uninstallExtension', () => {
  const start = usePlatform();
  const { step } = recordStep();
  const request = (releaseName: string) => ({ releaseName, hooks: 'run' }) as const;

  it('removes a release', async () => {
    const fake = fakePlatform({ releases: lung });
    const { platform, server } = await start(fake.routes);
    assert.equal(await uninstallExtension(platform, request('lung-workflow'), step), 'removed');
    assert.equal(fake.releases.size, 0);
    const removal = server.requests.find(({ path }) => path === '/helm-delete-chart')?.body.toString() ?? '';
    assert.match(removal, /"release_version":"0\.6\.0"/);
  });

  for (const [title, listFailures] of [
    ['is not put off by one answer of the list that is an error', 1],
    ['does without a list that goes on failing', 1000],
  ] as const) {
    it(title, async () => {
      const { platform } = await start(fakePlatform({ releases: lung, listFailures }).routes, { tries: 1 });
      assert.equal(await uninstallExtension(platform, request('lung-workflow'), step), 'removed');
    });
  }

  it('has nothing to do for what the list shows and Helm has no more', async () => {
    const { platform } = await start(fakePlatform({ removed: { 'lung-workflow': 'lung-workflow' } }).routes);
    assert.equal(await uninstallExtension(platform, request('lung-workflow'), step), 'absent');
  });

  it('names the releases of a chart that was launched several times', async () => {
    const notes = { chart: 'notes-chart', helmStatus: 'deployed' };
    const fake = fakePlatform({ releases: { 'notes-chart-a': notes, 'notes-chart-b': notes } });
    const { platform } = await start(fake.routes);
    const error = await rejection(
      uninstallExtension(platform, request('notes-chart'), step),
      'platform.unknownExtension',
    );
    assert.match(error.message, /notes-chart-a, notes-chart-b/);
    assert.equal(fake.releases.size, 2);
  });
});
