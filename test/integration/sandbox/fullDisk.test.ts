import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHttpClient } from '../../../src/core/http/httpClient.ts';
import { installRelease } from '../../../src/core/platform/installRelease.ts';
import type { PlatformConnection } from '../../../src/core/platform/platformConnection.ts';
import { uploadChart } from '../../../src/core/platform/upload/uploadChart.ts';
import { recordStep } from '../../support/recordingStep.ts';
import { rejection } from '../../support/rejection.ts';
import { chartContent } from '../../support/sandbox/fakeHelm.ts';
import { multipart } from '../../support/sandbox/multipart.ts';
import { authorize, startTestPlatform, type TestPlatform } from '../../support/sandbox/startTestPlatform.ts';
import { chunksOf } from '../../support/usePlatform.ts';
import { useTemporaryFolder } from '../../support/temporaryFolder.ts';

const name = 'copy-workflow-0.6.0.tgz';

/** On a small disk of its own; skipped where none may be mounted. */
describe('a local platform whose disk is full', () => {
  const folder = useTemporaryFolder();
  const http = createHttpClient({ http: undefined, https: undefined, no: undefined });
  const { step } = recordStep();
  let disk = '';
  let isMounted = false;
  let test: TestPlatform;
  let platform: PlatformConnection;

  beforeEach(async function () {
    disk = mkdtempSync(join(tmpdir(), 'edk-full-disk-'));
    isMounted = mount(disk);
    if (!isMounted) this.skip();
    test = await startTestPlatform(join(disk, 'state'));
    platform = { baseUrl: test.platform.url, http, headers: authorize(test.platform) };
  });
  afterEach(async () => {
    if (isMounted) {
      await test.platform.close();
      execFileSync('umount', [disk]);
    }
    rmdirSync(disk);
  });
  after(() => http.close());

  it('takes no upload in pieces, keeps nothing of it, and the client says what it is', async () => {
    const file = join(folder.path, name);
    writeFileSync(file, Buffer.alloc(700_000, 1));
    const pieces = { ...platform, pace: chunksOf(100_000) };
    const error = await rejection(uploadChart(pieces, { file, name }, step), 'platform.failed');
    assert.match(error.message, /No space left on device/);
    assert.match(error.remedy, /disk is full/);
    const { uploads, charts } = test.platform.state;
    assert.deepEqual([readdirSync(uploads), readdirSync(charts)], [[], []]);
  });

  it('takes no upload in one piece either', async () => {
    const content = Buffer.alloc(700_000, 1);
    const form = multipart({ name: 'file', fileName: name, contentType: 'application/gzip', content });
    const answer = await test.send('POST', '/file', form);
    assert.deepEqual([answer.status, answer.text], [500, '{"detail":"[Errno 28] No space left on device"}']);
    assert.deepEqual(readdirSync(test.platform.state.charts), []);
  });

  it('goes on when there is space again', async () => {
    const file = join(folder.path, name);
    writeFileSync(file, chartContent());
    const ballast = join(disk, 'ballast');
    await writeFile(ballast, Buffer.alloc(1_000_000)).catch(() => undefined);
    await rejection(uploadChart(platform, { file, name }, step), 'platform.failed');
    await rm(ballast);
    await uploadChart(platform, { file, name }, step);
    const request = { chartName: 'copy-workflow', version: '0.6.0', keywords: [], parameters: {} };
    assert.equal(await installRelease(platform, request, step), 'copy-workflow');
  });
});

function mount(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
