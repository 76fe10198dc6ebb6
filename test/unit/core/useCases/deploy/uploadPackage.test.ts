import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { uploadPackage, type UploadChecks } from '../../../../../src/core/useCases/deploy/uploadPackage.ts';
import { chartEntries, packEntries } from '../../../../support/packChart.ts';
import { extensionAnswer, noSuchRelease, statusAnswer } from '../../../../support/platformAnswers.ts';
import { recordStep } from '../../../../support/recordingStep.ts';
import { rejection } from '../../../../support/rejection.ts';
import { scriptFilepond } from '../../../../support/scriptFilepond.ts';
import { useTemporaryFolder } from '../../../../support/temporaryFolder.ts';
import { usePlatform } from '../../../../support/usePlatform.ts';

const checks: UploadChecks = { render: () => Promise.resolve(), readBack: 'wait' };

describe('uploadPackage', () => {
  const start = usePlatform();
  const folder = useTemporaryFolder();
  const { step } = recordStep();
  const pack = (): Promise<string> =>
    packEntries(join(folder.path, 'lung-workflow-0.6.0.tgz'), chartEntries('lung-workflow'));

  it('puts a chart on the platform, uninstalls nothing, and waits until the list shows it', async () => {
    const filepond = scriptFilepond();
    const lists = [{ body: [] }, { status: 500 }, { body: ['lung-workflow'] }, { body: [extensionAnswer()] }];
    const { platform, server } = await start({ ...filepond.routes, 'GET /extensions': lists }, { tries: 1 });
    const uploaded = await uploadPackage(platform, { path: await pack(), checks }, step);
    assert.deepEqual(uploaded, { kind: 'chart', name: 'lung-workflow-0.6.0.tgz', proof: 'listed' });
    assert.deepEqual([...filepond.files.keys()], ['lung-workflow-0.6.0.tgz']);
    const list = 'GET /extensions';
    assert.deepEqual(server.calls(), [list, 'POST /filepond-upload', 'PATCH /filepond-upload', list, list, list]);
  });

  it('says that there is no proof for a version that was listed before', async () => {
    const routes = { ...scriptFilepond().routes, 'GET /extensions': { body: [extensionAnswer()] } };
    const { platform } = await start(routes);
    const recording = recordStep();
    const { proof } = await uploadPackage(platform, { path: await pack(), checks }, recording.step);
    assert.equal(proof, 'unproven');
    assert.ok(recording.lines.some((line) => /^skip .*does not report which content it has now/.test(line)));
  });

  for (const [title, status, says] of [
    ['its release is there', { body: statusAnswer('deployed') }, /Uninstall it, then upload again/],
    ['it is not installed', noSuchRelease, /Fix the problem that the platform reports/],
  ] as const) {
    it(`says what to do when the platform refuses a chart and ${title}`, async () => {
      const refuse = scriptFilepond(() => ({ status: 500, body: 'Failed to check chart namespace' }));
      const { platform } = await start({ ...refuse.routes, 'GET /view-chart-status': status });
      const error = await rejection(
        uploadPackage(platform, { path: await pack(), checks }, step),
        'platform.uploadRefused',
      );
      assert.match(error.message, /Failed to check chart namespace/);
      assert.match(error.remedy, says);
    });
  }

  it('uploads the tar of an image and imports it', async () => {
    const filepond = scriptFilepond();
    const { platform, server } = await start({ ...filepond.routes, 'GET /import-container': { body: 'Successfully' } });
    const file = join(folder.path, 'images.tar');
    writeFileSync(file, 'layers');
    assert.deepEqual(await uploadPackage(platform, { path: file, checks }, step), {
      kind: 'images',
      name: 'images.tar',
      proof: 'imported',
    });
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
      await rejection(uploadPackage(platform, { path: join(folder.path, name), checks }, step), code);
      assert.deepEqual(server.calls(), []);
    });
  }
});
