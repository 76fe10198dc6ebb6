import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createHttpClient } from '../../../../src/core/http/httpClient.ts';
import { installRelease } from '../../../../src/core/platform/installRelease.ts';
import type { PlatformConnection } from '../../../../src/core/platform/platformConnection.ts';
import { uninstallRelease } from '../../../../src/core/platform/uninstallRelease.ts';
import { uploadChart } from '../../../../src/core/platform/upload/uploadChart.ts';
import { recordStep } from '../../../support/recordingStep.ts';
import { rejection } from '../../../support/rejection.ts';
import { createFakeEngine, type FakeEngine } from '../../../support/sandbox/fakeEngine.ts';
import { chartContent, job, writeFakeChart } from '../../../support/sandbox/fakeHelm.ts';
import { authorize, startTestPlatform, until, type TestPlatform } from '../../../support/sandbox/startTestPlatform.ts';
import { useTemporaryFolder } from '../../../support/temporaryFolder.ts';
import { chunksOf, quickPace } from '../../../support/usePlatform.ts';
import { writeFiles } from '../../../support/writeFiles.ts';

const request = { chartName: 'copy-workflow', version: '0.6.0', keywords: ['kaapanaworkflow'], parameters: {} };
const removal = { releaseName: 'copy-workflow', version: '0.6.0', multiInstallable: false, hooks: 'run' } as const;
const hook = job({ name: 'h', image: 'hook:1', hook: 'pre-install' });

describe('two clients of one platform', () => {
  const folder = useTemporaryFolder();
  const http = createHttpClient({ http: undefined, https: undefined, no: undefined });
  const { step } = recordStep();
  let fake: FakeEngine;
  let test: TestPlatform;
  let platform: PlatformConnection;

  beforeEach(async () => {
    fake = createFakeEngine();
    test = await startTestPlatform(folder.path, { fake });
    platform = { baseUrl: test.platform.url, http, headers: authorize(test.platform), pace: quickPace };
  });
  afterEach(() => test.platform.close());
  after(() => http.close());

  const install = (whenInstalled: 'refuse' | 'keep') => installRelease(platform, { ...request, whenInstalled }, step);

  it('that install the same at once: one does it, the other is told of it', async () => {
    await writeFakeChart(test.platform.state.charts);
    const ends = await Promise.allSettled([install('refuse'), install('refuse')]);
    const done = ends.filter(({ status }) => status === 'fulfilled');
    assert.equal(done.length, 1);
    const [failed] = ends.flatMap((end) => (end.status === 'rejected' ? [Promise.reject(end.reason as Error)] : []));
    const error = await rejection(failed ?? Promise.resolve(), 'platform.installRefused');
    assert.match(error.message, /The release copy-workflow already exists; it is (pending-install|deployed)/);
    assert.equal(fake.events.filter((event) => event.startsWith('run')).length, 1);
  });

  it('that install the same at once and are content with what is there: both end when it is deployed', async () => {
    await writeFakeChart(test.platform.state.charts, { manifests: hook });
    assert.deepEqual(await Promise.all([install('keep'), install('keep')]), ['copy-workflow', 'copy-workflow']);
    assert.equal(test.fake.events.filter((event) => event === 'run hook:1').length, 1);
  });

  it('of which one removes what the other installs: that one is told of it', async () => {
    fake.exits.set('hook:1', ['hang']);
    await writeFakeChart(test.platform.state.charts, { manifests: hook });
    // It may be gone by the time that it is looked at.
    const installing = assert.rejects(
      install('refuse'),
      /copy-workflow is being uninstalled by someone else|did not install copy-workflow/,
    );
    await until(
      () => fake.events,
      (events) => events.includes('run hook:1'),
    );
    await uninstallRelease(platform, removal, step);
    await installing;
  });

  it('that remove the same at once: both end when it is gone', async () => {
    await writeFakeChart(test.platform.state.charts);
    await install('refuse');
    await Promise.all([uninstallRelease(platform, removal, step), uninstallRelease(platform, removal, step)]);
  });

  it('that upload the same at once: one of the files arrives whole', async () => {
    const [first, second] = [chartContent(), chartContent({ keywords: ['kaapanaapplication'] })];
    await writeFiles(folder.path, { 'first.tgz': first, 'second.tgz': second });
    const slowly = { ...platform, pace: { ...quickPace, ...chunksOf(64) } };
    const name = 'copy-workflow-0.6.0.tgz';
    const upload = (file: string) => uploadChart(slowly, { file: join(folder.path, file), name }, step);
    await Promise.all([upload('first.tgz'), upload('second.tgz')]);
    const stored = await readFile(join(test.platform.state.charts, name), 'utf8');
    assert.ok(stored === first || stored === second);
  });
});
