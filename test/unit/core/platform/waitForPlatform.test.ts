import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createHttpClient } from '../../../../src/core/http/httpClient.ts';
import { installRelease } from '../../../../src/core/platform/installRelease.ts';
import type { PlatformConnection } from '../../../../src/core/platform/platformConnection.ts';
import { uninstallRelease } from '../../../../src/core/platform/uninstallRelease.ts';
import { uploadChart } from '../../../../src/core/platform/upload/uploadChart.ts';
import { recordStep } from '../../../support/recordingStep.ts';
import { rejection } from '../../../support/rejection.ts';
import { createFakeEngine } from '../../../support/sandbox/fakeEngine.ts';
import { chartContent, job, writeFakeChart } from '../../../support/sandbox/fakeHelm.ts';
import { freePort } from '../../../../scripts/setup/freePort.mjs';
import { authorize, startTestPlatform, until, type TestPlatform } from '../../../support/sandbox/startTestPlatform.ts';
import { useTemporaryFolder } from '../../../support/temporaryFolder.ts';
import { chunksOf, quickPace } from '../../../support/usePlatform.ts';

const lung = { chartName: 'copy-workflow', version: '0.6.0', keywords: ['kaapanaworkflow'], parameters: {} };

/** What clients see of a local platform that goes away in the middle of their work and comes back on its port. */
describe('a platform that is restarted', () => {
  const folder = useTemporaryFolder();
  const http = createHttpClient({ http: undefined, https: undefined, no: undefined });
  const { step } = recordStep();
  let port = 0;
  let test: TestPlatform;
  let platform: PlatformConnection;

  beforeEach(async () => {
    port = await freePort();
    const fake = createFakeEngine();
    fake.exits.set('slow:1', ['hang']);
    test = await startTestPlatform(folder.path, { port, fake });
    // Another token after each restart.
    const access = () => Promise.resolve(authorize(test.platform));
    const pace = { ...quickPace, tries: 1, awayMs: 5000 };
    platform = { baseUrl: test.platform.url, http, authorize: access, pace };
  });
  afterEach(() => test.platform.close());
  after(() => http.close());

  async function restart(): Promise<void> {
    await test.platform.close();
    test = await startTestPlatform(folder.path, { port });
  }

  const began = (event: string) =>
    until(
      () => test.fake.events,
      (events) => events.includes(event),
    );

  it('in the middle of an install: the client says how the release ended', async () => {
    const manifests = job({ name: 'h', image: 'slow:1', hook: 'pre-install' });
    await writeFakeChart(test.platform.state.charts, { manifests });
    const installing = rejection(installRelease(platform, lung, step), 'release.failed');
    await began('run slow:1');
    await restart();
    const error = await installing;
    assert.match(error.message, /ended as failed/);
    assert.match(error.detail ?? '', /was stopped while it was installing/);
  });

  it('in the middle of an uninstall: the client waits until the release is gone', async () => {
    const manifests = job({ name: 'h', image: 'slow:1', hook: 'pre-delete' });
    await writeFakeChart(test.platform.state.charts, { manifests });
    await installRelease(platform, lung, step);
    const removal = { releaseName: lung.chartName, version: '0.6.0', multiInstallable: false, hooks: 'run' } as const;
    const removing = uninstallRelease(platform, removal, step);
    await began('run slow:1');
    await restart();
    await removing;
  });

  it('in the middle of an upload: the client begins again under a new id, and nothing else arrives', async () => {
    const file = join(folder.path, 'copy-workflow-0.6.0.tgz');
    const content = chartContent();
    writeFileSync(file, content);
    let restarted: Promise<void> | undefined;
    const { lines, step: recorded } = recordStep();
    const uploading = uploadChart(
      { ...platform, pace: { ...platform.pace, ...chunksOf(64) } },
      { file, name: 'copy-workflow-0.6.0.tgz' },
      { ...recorded, progress: () => void (restarted ??= restart()) },
    );
    await uploading;
    await restarted;
    assert.equal(lines.filter((line) => line.startsWith('warn')).length, 1);
    const { charts, uploads } = test.platform.state;
    assert.equal(await readFile(join(charts, 'copy-workflow-0.6.0.tgz'), 'utf8'), content);
    assert.deepEqual(await readdir(uploads), []);
  });

  it('and does not come back: the client says so, and that it cannot know more', async () => {
    const manifests = job({ name: 'h', image: 'slow:1', hook: 'pre-install' });
    await writeFakeChart(test.platform.state.charts, { manifests });
    const { lines, step: recorded } = recordStep();
    const hasty = { ...platform, pace: { ...platform.pace, awayMs: 30 } };
    const installing = rejection(installRelease(hasty, lung, recorded), 'platform.unreachable');
    await began('run slow:1');
    await test.platform.close();
    await installing;
    assert.ok(lines.some((line) => line.startsWith('log The state of copy-workflow is unknown')));
  });
});
