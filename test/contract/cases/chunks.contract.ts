import assert from 'node:assert/strict';
import { ask, post, postForm } from '../support/ask.ts';
import { multipart } from '../../support/sandbox/multipart.ts';

const begin = (changes: Record<string, unknown> = {}) =>
  post('/file_chunks_init', {
    name: 'edk-contract-chunks.tar',
    fileSize: 25,
    chunkSize: 10,
    index: 0,
    endIndex: 3,
    ...changes,
  });

const send = (content: string) => postForm('/file_chunks', multipart({ name: 'file', fileName: 'blob', content }));

describe('upload in chunks, the older way', () => {
  it('begins', async () => {
    const { status, text } = await begin();
    assert.deepEqual([status, text], [200, 'Successfully initialized file']);
  });

  it('says which facts it needs', async () => {
    const { status, text } = await post('/file_chunks_init', { name: 'a.tar' });
    assert.equal(status, 500);
    assert.match(text, /required: \('name', 'fileSize', 'chunkSize', 'index', 'endIndex'\)/);
  });

  it('counts the chunks itself', async () => {
    const { status, text } = await begin({ endIndex: 9 });
    assert.deepEqual(
      [status, text],
      [500, '{"detail":"File upload init failed chunk size calculated differently: 9 != 3"}'],
    );
  });

  it('needs JSON', async () => {
    const { status, text } = await ask('POST', '/file_chunks_init');
    assert.equal(status, 500);
    assert.match(text, /^\{"detail":"File upload init failed Expecting value/);
  });

  it('answers with the number of the next chunk, and takes one too many without a word', async () => {
    await begin();
    const answers = [];
    for (const content of ['0123456789', '0123456789', '01234', 'extra']) answers.push(await send(content));
    assert.deepEqual(
      answers.map(({ status, text }) => [status, text]),
      [
        [200, '1'],
        [200, '2'],
        [200, '3'],
        [200, '3'],
      ],
    );
  });

  it('begins again at any time', async () => {
    await begin();
    await send('0123456789');
    await begin();
    assert.equal((await send('0123456789')).text, '1');
  });

  it('looks for a part with the name "file"', async () => {
    const form = multipart({ name: 'other', fileName: 'blob', content: 'x' });
    assert.equal((await postForm('/file_chunks', form)).status, 422);
  });
});
