import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeLeftovers } from '../../../../../src/core/platform/upload/removeLeftovers.ts';
import { uploadChart } from '../../../../../src/core/platform/upload/uploadChart.ts';
import { createUploadRecords } from '../../../../../src/core/platform/upload/uploadRecords.ts';
import { recordStep } from '../../../../support/recordingStep.ts';
import { rejection } from '../../../../support/rejection.ts';
import { scriptFilepond } from '../../../../support/scriptFilepond.ts';
import { useTemporaryFolder } from '../../../../support/temporaryFolder.ts';
import { chunksOf, usePlatform } from '../../../../support/usePlatform.ts';

const name = 'lung-workflow-0.6.0.tgz';

describe('what uploads leave behind', () => {
  const start = usePlatform();
  const folder = useTemporaryFolder();
  const { step } = recordStep();

  async function connect(filepond = scriptFilepond(), routes = filepond.routes) {
    const { platform, server } = await start(routes, chunksOf(4));
    const uploads = createUploadRecords(folder.path, 'http://platform.invalid');
    writeFileSync(join(folder.path, name), '123456');
    return { server, uploads, platform: { ...platform, uploads }, source: { file: join(folder.path, name), name } };
  }

  it('is nothing when all is well', async () => {
    const { platform, uploads, source } = await connect();
    await uploadChart(platform, source, step);
    assert.deepEqual(await uploads.list(), []);
  });

  it('is known while an upload runs, for the case that the process is killed, and can be removed', async () => {
    const known: unknown[] = [];
    const filepond = scriptFilepond();
    const { platform, uploads, server } = await connect(filepond);
    await uploads.begun({ id: 'id-of-the-killed', name });
    known.push(...(await uploads.list()).map((record) => record.id));
    const { removed, stay } = await removeLeftovers(platform, step);
    assert.deepEqual([known, removed.map((record) => record.name), stay], [['id-of-the-killed'], [name], []]);
    assert.equal(server.requests[0]?.body.toString(), 'id-of-the-killed');
    assert.deepEqual(await uploads.list(), []);
  });

  it('stays known when the platform cannot be told', async () => {
    const filepond = scriptFilepond();
    const { platform, uploads } = await connect(filepond, {
      ...filepond.routes,
      'DELETE /filepond-upload': () => ({ status: 500 }),
    });
    await uploads.begun({ id: 'id-of-the-killed', name });
    await rejection(removeLeftovers(platform, step), 'platform.failed');
    assert.equal((await uploads.list()).length, 1);
  });

  it('is the file when the platform refuses it, until a good one takes its place', async () => {
    let refuses = true;
    const filepond = scriptFilepond((_chunk, request) =>
      refuses && request.headers['upload-offset'] === '4' ? { status: 500, body: 'Failed to check' } : undefined,
    );
    const { platform, uploads, source } = await connect(filepond);
    await rejection(uploadChart(platform, source, step), 'platform.uploadRefused');
    assert.deepEqual(
      (await removeLeftovers(platform, step)).stay.map((record) => record.name),
      [name],
    );
    refuses = false;
    await uploadChart(platform, source, step);
    assert.deepEqual(await uploads.list(), []);
  });
});
