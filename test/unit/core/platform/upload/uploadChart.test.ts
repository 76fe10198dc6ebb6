import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { uploadChart, uploadTar } from '../../../../../src/core/platform/upload/uploadChart.ts';
import { recordStep } from '../../../../support/recordingStep.ts';
import { rejection } from '../../../../support/rejection.ts';
import { scriptFilepond } from '../../../../support/scriptFilepond.ts';
import { useTemporaryFolder } from '../../../../support/temporaryFolder.ts';
import { chunksOf, usePlatform } from '../../../../support/usePlatform.ts';

const content = randomBytes(1050);
const inChunks = { ...chunksOf(500), chunkDeadlineMs: 200 };
const name = 'lung-workflow-0.6.0.tgz';

describe('uploadChart', () => {
  const start = usePlatform();
  const folder = useTemporaryFolder();
  const { step } = recordStep();

  function source() {
    const file = join(folder.path, name);
    writeFileSync(file, content);
    return { file, name };
  }

  it('sends a file in chunks and tells how far it is', async () => {
    const filepond = scriptFilepond();
    const { platform, server } = await start(filepond.routes, inChunks);
    const recording = recordStep();
    await uploadChart(platform, source(), recording.step);
    assert.deepEqual(filepond.files.get(name), content);
    assert.deepEqual(
      server.requests.map(({ headers }) => headers['upload-offset']),
      [undefined, '0', '500', '1000'],
    );
    assert.deepEqual(
      recording.lines,
      [500, 1000, 1050].map((done) => `progress ${JSON.stringify({ done, total: 1050, unit: 'bytes' })}`),
    );
  });

  it('makes chunks longer while they go quickly, up to the longest', async () => {
    const filepond = scriptFilepond();
    const { platform, server } = await start(filepond.routes, { chunkBytes: 100, longestChunkBytes: 400 });
    await uploadChart(platform, source(), step);
    assert.deepEqual(filepond.files.get(name), content);
    const lengths = server.requests.slice(1).map(({ body }) => body.byteLength);
    assert.deepEqual(lengths, [100, 200, 400, 350]);
  });

  it('leaves them as they are where they go slowly', async () => {
    const pace = { chunkBytes: 400, longestChunkBytes: 800, quickChunkMs: 0 };
    const { platform, server } = await start(scriptFilepond().routes, pace);
    await uploadChart(platform, source(), step);
    assert.deepEqual(
      server.requests.slice(1).map(({ body }) => body.byteLength),
      [400, 400, 250],
    );
  });

  it('abandons the upload of a file that becomes shorter meanwhile', async () => {
    const place = source();
    const filepond = scriptFilepond((chunk) => {
      if (chunk === 1) truncateSync(place.file, 700);
      return undefined;
    });
    const { platform, server } = await start(filepond.routes, inChunks);
    const error = await rejection(uploadChart(platform, place, step), 'platform.failed');
    assert.match(error.message, /truncated/);
    assert.equal(server.calls().filter((call) => call === 'POST /filepond-upload').length, 1);
    assert.equal(filepond.pending.size, 0);
  });

  const doubts = {
    'the connection breaks': () => ({ dropAfterBytes: 0 }),
    'the connection breaks after the server took the chunk': (append: () => void) => {
      append();
      return { dropAfterBytes: 0 };
    },
    'the answer does not come': (append: () => void) => {
      append();
      return { hang: true } as const;
    },
    'the server counts differently': (append: () => void) => {
      append();
      append();
      return undefined;
    },
    'the server is content too early': () => ({ body: `${name} uploaded succesfully` }),
    'the server has lost the upload': (_: () => void, id: string) => ({
      status: 500,
      body: `Filepond upload failed: '${id}'`,
    }),
    'a proxy has lost the server': () => ({ status: 502, body: '<html>Bad Gateway</html>' }),
  };
  for (const [title, disturb] of Object.entries(doubts)) {
    it(`abandons the upload and starts again under a new id when ${title}`, async () => {
      const filepond = scriptFilepond((chunk, { query }, append) =>
        chunk === 2 ? disturb(append, query.get('patch') ?? '') : undefined,
      );
      const { platform, server } = await start(filepond.routes, inChunks);
      const recording = recordStep();
      await uploadChart(platform, source(), recording.step);
      assert.deepEqual(filepond.files.get(name), content);
      assert.equal(filepond.pending.size, 0);
      assert.equal(recording.lines.filter((line) => line.startsWith('warn')).length, 1);
      const ids = server.requests.flatMap(({ query }) => query.get('patch') ?? []);
      const deleted = server.requests.filter(({ method }) => method === 'DELETE').map(({ body }) => body.toString());
      assert.deepEqual(deleted, [ids[0]]);
      assert.equal(new Set(ids).size, 2);
    });
  }

  it('survives a connection that is closed in the middle of a chunk', async () => {
    const filepond = scriptFilepond();
    const large = {
      ...filepond.routes,
      'PATCH /filepond-upload': [{ dropAfterBytes: 1 }, filepond.routes['PATCH /filepond-upload'] ?? {}],
    };
    const { platform, server } = await start(large);
    const file = join(folder.path, name);
    writeFileSync(file, Buffer.alloc(3_000_000, 7));
    await uploadChart(platform, { file, name }, step);
    assert.equal(filepond.files.get(name)?.byteLength, 3_000_000);
    assert.ok((server.requests[1]?.body.byteLength ?? 0) < 3_000_000);
  });

  it('gives up after three starts and leaves nothing behind', async () => {
    const filepond = scriptFilepond((_, __, append) => {
      append();
      return { dropAfterBytes: 0 };
    });
    const { platform, server } = await start(filepond.routes, inChunks);
    await rejection(uploadChart(platform, source(), step), 'platform.unreachable');
    assert.equal(server.calls().filter((call) => call === 'POST /filepond-upload').length, 3);
    assert.equal(filepond.pending.size, 0);
  });

  it('tells why the platform refuses the chart, and that it keeps it', async () => {
    const text = 'Filepond upload failed: Chart files can not contain resources under admin_namespace';
    const filepond = scriptFilepond(() => ({ status: 500, body: text }));
    const { platform } = await start(filepond.routes);
    const error = await rejection(uploadChart(platform, source(), step), 'platform.uploadRefused');
    assert.match(error.message, /admin_namespace/);
    assert.match(error.detail ?? '', /on the platform anyway/);
  });

  it('says that the disk of the platform is full, that nothing lies there, and what to do', async () => {
    const filepond = scriptFilepond((chunk) =>
      chunk === 2 ? { status: 500, body: { detail: '[Errno 28] No space left on device' } } : undefined,
    );
    const { platform } = await start(filepond.routes, inChunks);
    const error = await rejection(uploadChart(platform, source(), step), 'platform.failed');
    assert.match(error.message, /No space left on device/);
    assert.match(error.remedy, /disk is full/);
    assert.doesNotMatch(error.detail ?? '', /on the platform anyway/);
    assert.equal(filepond.pending.size, 0);
  });

  it('abandons the upload when it is cancelled', async () => {
    const controller = new AbortController();
    const filepond = scriptFilepond((chunk, _, append) => {
      if (chunk === 1) return undefined;
      append();
      controller.abort();
      return { hang: true };
    });
    const { platform } = await start(filepond.routes, { ...inChunks, chunkDeadlineMs: 5000 });
    const { step: cancelled } = recordStep(controller.signal);
    await assert.rejects(uploadChart(platform, source(), cancelled), { name: 'AbortError' });
    assert.equal(filepond.pending.size, 0);
  });

  it('falls back to one request where there are no chunks', async () => {
    const { platform, server } = await start({ 'POST /file': { body: "Successfully added chart file fname='lung'" } });
    await uploadChart(platform, source(), step);
    const body = server.requests[1]?.body.toString('latin1') ?? '';
    assert.match(body, /name="file"; filename="lung-workflow-0\.6\.0\.tgz"\r\nContent-Type: application\/gzip/);
    assert.ok(server.requests[1]?.body.includes(content));
  });

  it('says that one request cannot replace a chart', async () => {
    const body = 'File upload failed File /x/lung.tgz already exists, returning without overwriting. ';
    const { platform } = await start({ 'POST /file': { status: 500, body } });
    const error = await rejection(uploadChart(platform, source(), step), 'platform.uploadRefused');
    assert.match(error.remedy, /version/);
  });

  it('sends no file that is empty or missing or has a name with a path', async () => {
    const { platform, server } = await start(scriptFilepond().routes);
    const empty = join(folder.path, 'empty.tgz');
    writeFileSync(empty, '');
    await rejection(uploadChart(platform, { file: empty, name }, step), 'platform.uploadRefused');
    await rejection(uploadChart(platform, { file: folder.path, name }, step), 'usage');
    await rejection(uploadChart(platform, { file: join(folder.path, 'none.tgz'), name }, step), 'usage');
    await rejection(uploadChart(platform, { ...source(), name: '../lung.tgz' }, step), 'name.invalid');
    assert.deepEqual(server.requests, []);
  });
});

describe('uploadTar', () => {
  const start = usePlatform();
  const folder = useTemporaryFolder();
  const { step } = recordStep();

  async function upload(answer: { readonly status?: number; readonly body: string }): Promise<string[]> {
    const file = join(folder.path, 'image.tar');
    writeFileSync(file, content);
    const { platform, server } = await start({ ...scriptFilepond().routes, 'GET /import-container': answer });
    await uploadTar(platform, { file, name: 'image.tar' }, step);
    return server.calls();
  }

  it('brings the uploaded image into the cluster', async () => {
    const calls = await upload({ body: 'Successfully imported container image.tar' });
    assert.equal(calls.at(-1), 'GET /import-container');
  });

  it('tells when the upload went well and the import did not', async () => {
    const body = 'Container import failed Failed to import container image.tar: ctr: archive/tar: invalid tar header';
    const error = await rejection(upload({ status: 500, body }), 'platform.failed');
    assert.match(error.detail ?? '', /invalid tar header/);
  });
});
