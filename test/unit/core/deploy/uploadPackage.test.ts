import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { uploadPackage } from '../../../../src/core/deploy/uploadPackage.ts';
import { chartEntries, packEntries } from '../../../support/packChart.ts';
import { noSuchRelease, statusAnswer } from '../../../support/platformAnswers.ts';
import { recordStep } from '../../../support/recordingStep.ts';
import { rejection } from '../../../support/rejection.ts';
import { scriptFilepond } from '../../../support/scriptFilepond.ts';
import { useTemporaryFolder } from '../../../support/temporaryFolder.ts';
import { usePlatform } from '../../../support/usePlatform.ts';

describe('uploadPackage', () => {
  const start = usePlatform();
  const folder = useTemporaryFolder();
  const { step } = recordStep();
  const pack = (): Promise<string> =>
    packEntries(join(folder.path, 'lung-workflow-0.6.0.tgz'), chartEntries('lung-workflow'));

  it('puts a chart on the platform and uninstalls nothing', async () => {
    const filepond = scriptFilepond();
    const { platform, server } = await start(filepond.routes);
    const uploaded = await uploadPackage(platform, await pack(), step);
    assert.deepEqual(uploaded, { kind: 'chart', name: 'lung-workflow-0.6.0.tgz' });
    assert.deepEqual([...filepond.files.keys()], ['lung-workflow-0.6.0.tgz']);
    assert.deepEqual(server.calls(), ['POST /filepond-upload', 'PATCH /filepond-upload']);
  });

  for (const [title, status, says] of [
    ['its release is there', { body: statusAnswer('deployed') }, /uninstall it, then upload again/],
    ['it is not installed', noSuchRelease, /Correct what the platform names/],
  ] as const) {
    it(`says what to do when the platform refuses a chart and ${title}`, async () => {
      const refuse = scriptFilepond(() => ({ status: 500, body: 'Failed to check chart namespace' }));
      const { platform } = await start({ ...refuse.routes, 'GET /view-chart-status': status });
      const error = await rejection(uploadPackage(platform, await pack(), step), 'platform.uploadRefused');
      assert.match(error.message, /Failed to check chart namespace/);
      assert.match(error.remedy, says);
    });
  }

  it('uploads the tar of an image and imports it', async () => {
    const filepond = scriptFilepond();
    const { platform, server } = await start({ ...filepond.routes, 'GET /import-container': { body: 'Successfully' } });
    const file = join(folder.path, 'images.tar');
    writeFileSync(file, 'layers');
    assert.deepEqual(await uploadPackage(platform, file, step), { kind: 'images', name: 'images.tar' });
    assert.equal(server.requests.at(-1)?.query.get('filename'), 'images.tar');
  });

  for (const [name, code] of [
    ['notes.zip', 'usage'],
    ['missing.tar', 'usage'],
    ['missing.tgz', 'chart.invalid'],
    ['two words.tar', 'name.invalid'],
  ] as const) {
    it(`refuses ${name} before anything is sent`, async () => {
      const { platform, server } = await start({});
      await rejection(uploadPackage(platform, join(folder.path, name), step), code);
      assert.deepEqual(server.calls(), []);
    });
  }
});
