import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chartContent, job } from '../../support/sandbox/fakeHelm.ts';
import { multipart } from '../../support/sandbox/multipart.ts';
import { startTestPlatform, until, type TestPlatform } from '../../support/sandbox/startTestPlatform.ts';

const file = { name: 'file', fileName: 'copy-workflow-0.6.0.tgz', contentType: 'application/gzip' };

describe('local platform: uploads', () => {
  let folder: string;
  let test: TestPlatform;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edk-sandbox-'));
    test = await startTestPlatform(folder);
  });

  afterEach(async () => {
    await test.platform.close();
    await rm(folder, { recursive: true, force: true });
  });

  const kept = () => readdir(test.platform.state.charts);

  it('takes a chart and never overwrites one', async () => {
    const form = multipart({ ...file, content: chartContent() });
    const first = await test.send('POST', '/kube-helm-api/file', form);
    assert.deepEqual([first.status, first.text], [200, "Successfully added chart file fname='copy-workflow'"]);
    const second = await test.send('POST', '/file', form);
    const path = join(test.platform.state.charts, 'copy-workflow-0.6.0.tgz');
    assert.deepEqual(
      [second.status, second.text],
      [500, `File upload failed File ${path} already exists, returning without overwriting. `],
    );
  });

  const refused: [string, Partial<typeof file> & { content?: string }, number, RegExp, string[]][] = [
    ['another field', { name: 'upload' }, 422, /"loc":\["body","file"\]/, []],
    [
      'another type',
      { contentType: 'application/x-gzip' },
      500,
      /^File upload failed Wrong content type 'application\/x-gzip' {2}allowed types are \['application\/x-compressed', /,
      [],
    ],
    ['what is no chart', { content: 'random' }, 500, /^Internal Server Error$/, ['copy-workflow-0.6.0.tgz']],
    ['a name without version', { fileName: 'copy.tgz' }, 500, /^Internal Server Error$/, ['copy.tgz']],
    [
      'another ending',
      { fileName: 'a-1.tar.gz' },
      500,
      /^File upload failed File extension must be '\.tgz', can not parse a-1\.tar\.gz$/,
      ['a-1.tar.gz'],
    ],
    ['a path', { fileName: '../../evil-1.tgz' }, 500, /^Internal Server Error$/, []],
    ['a shell string', { fileName: 'my chart;id-1.tgz' }, 500, /^Internal Server Error$/, []],
  ];
  for (const [what, part, status, text, left] of refused) {
    it(`refuses ${what} and leaves behind what the real backend leaves`, async () => {
      const answer = await test.send('POST', '/file', multipart({ ...file, content: chartContent(), ...part }));
      assert.equal(answer.status, status);
      assert.match(answer.text, text);
      assert.deepEqual(await kept(), left);
    });
  }

  it('asks for the field when there is no form at all', async () => {
    assert.equal((await test.send('POST', '/file')).status, 422);
  });

  async function begin(filepath: string): Promise<string> {
    const answer = await test.send(
      'POST',
      '/filepond-upload',
      multipart({ name: 'filepond', content: JSON.stringify({ filepath }) }),
    );
    assert.equal(answer.status, 200);
    return answer.text;
  }

  const piece = (id: string, body: string, total: number, offset = 0) =>
    test.send('PATCH', `/filepond-upload?patch=${id}`, {
      body,
      headers: { 'upload-length': String(total), 'upload-offset': String(offset) },
    });

  it('puts an upload together from its pieces, whatever their offset says, over an existing file', async () => {
    for (const content of [chartContent(), chartContent({ keywords: ['kaapanaapplication'] })]) {
      const id = await begin('copy-workflow-0.6.0.tgz');
      assert.match(id, /^[0-9a-f-]{36}$/);
      assert.equal((await piece(id, content.slice(0, 10), content.length, 99)).text, id);
      const head = await test.send('HEAD', `/filepond-upload?patch=${id}`, {
        headers: { 'upload-length': String(content.length) },
      });
      assert.deepEqual([head.status, head.headers['content-length'], head.text], [200, '3', '']);
      const last = await piece(id, content.slice(10), content.length, 10);
      assert.deepEqual([last.status, last.text], [200, 'copy-workflow-0.6.0.tgz uploaded succesfully']);
      assert.equal(await readFile(join(test.platform.state.charts, 'copy-workflow-0.6.0.tgz'), 'utf8'), content);
    }
  });

  it('never completes an upload that got a byte too many', async () => {
    const id = await begin('image.tar');
    assert.equal((await piece(id, '12345', 4)).text, id);
    assert.equal((await piece(id, '', 4)).text, id);
    assert.deepEqual(await kept(), []);
  });

  it('keeps what arrived of a piece that broke off', async () => {
    const id = await begin('image.tar');
    const socket = connect(test.platform.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(
      `PATCH /filepond-upload?patch=${id} HTTP/1.1\r\nHost: localhost\r\n` +
        `Authorization: Bearer ${test.platform.token}\r\nUpload-Length: 10\r\nContent-Length: 10\r\n\r\n123`,
    );
    const unfinished = join(test.platform.state.uploads, `${id}.tmp`);
    await until(
      () => readFile(unfinished, 'utf8').catch(() => ''),
      (content) => content === '123',
    );
    socket.destroy();
    assert.equal((await piece(id, '4567890', 10)).text, 'image.tar uploaded succesfully');
    assert.equal(await readFile(join(test.platform.state.charts, 'image.tar'), 'utf8'), '1234567890');
  });

  it('forgets a pending upload, and only says so of a finished one', async () => {
    const id = await begin('image.tar');
    await piece(id, '12', 4);
    const gone = await test.send('DELETE', '/filepond-upload', { body: id });
    assert.equal(gone.text, 'Deleted image.tar succesfully.');
    assert.deepEqual(await readdir(test.platform.state.uploads), []);
    for (const unknown of [id, 'nope', '../../x']) {
      const answer = await test.send('DELETE', '/filepond-upload', { body: unknown });
      assert.match(answer.text, /^Only removing the file in frontend, /);
    }
  });

  const admin = job({ name: 'j', image: 'i:1', namespace: 'admin' });
  const checked: [string, string, string][] = [
    ['random', 'no chart', "'name'"],
    [
      'in the admin namespace',
      chartContent({ manifests: admin }),
      'Chart files can not contain resources under admin_namespace',
    ],
    ['with an error in a template', chartContent({ manifests: 'error' }), 'Failed to check chart namespace'],
  ];
  for (const [what, content, problem] of checked) {
    it(`refuses a chart ${what} after it was moved into place, where it stays`, async () => {
      const answer = await piece(await begin('copy-workflow-0.6.0.tgz'), content, content.length);
      assert.deepEqual([answer.status, answer.text], [500, `Filepond upload failed: ${problem}`]);
      assert.deepEqual(await kept(), ['copy-workflow-0.6.0.tgz']);
    });
  }

  it('does not look at hooks in the admin namespace', async () => {
    const hook = job({ name: 'j', image: 'i:1', namespace: 'admin', hook: 'pre-install' });
    const content = chartContent({ manifests: hook + job({ name: 'k', image: 'i:1' }) });
    const answer = await piece(await begin('copy-workflow-0.6.0.tgz'), content, content.length);
    assert.equal(answer.status, 200);
  });

  for (const [what, manifests] of [
    ['nothing but hooks', job({ name: 'j', image: 'i:1', hook: 'pre-install' })],
    ['nothing', ''],
    ['nothing but comments', '---\n# Source: a.yaml\n'],
  ] as const) {
    it(`refuses a chart that renders ${what}`, async () => {
      const content = chartContent({ manifests });
      const answer = await piece(await begin('copy-workflow-0.6.0.tgz'), content, content.length);
      assert.deepEqual([answer.status, answer.text], [500, 'Filepond upload failed: Failed to check chart namespace']);
    });
  }

  it('refuses to begin without a name, or with one that leads elsewhere', async () => {
    const forms = [
      multipart({ name: 'file', content: 'x' }),
      multipart({ name: 'filepond', content: 'image.tar' }),
      multipart({ name: 'filepond', content: '{"name":"x.tgz"}' }),
      multipart({ name: 'filepond', content: '{"filepath":"../../evil.tar"}' }),
      multipart(
        { name: 'filepond', content: '{"filepath":"a.tar"}' },
        { name: 'filepond', content: 'x', fileName: 'a.tar', contentType: 'application/x-tar' },
      ),
      {},
    ];
    for (const form of forms) {
      const answer = await test.send('POST', '/filepond-upload', form);
      assert.deepEqual([answer.status, answer.json()], [500, { detail: 'Filepond Upload Initialization failed' }]);
    }
  });

  it('completes nothing under an id that it did not give', async () => {
    const id = '00000000-0000-0000-0000-000000000000';
    assert.deepEqual((await piece(id, '1234', 4)).text, `Filepond upload failed: '${id}'`);
    assert.equal((await piece('../../x', '1234', 4)).status, 500);
    assert.equal((await test.send('PATCH', '/filepond-upload', { body: 'x' })).status, 422);
  });

  it('imports an uploaded archive and tells the engine apart from a missing file', async () => {
    for (const name of ['image.tar', '/sub/garbage.tar']) await piece(await begin(name), '1234', 4);
    const get = async (name: string) => {
      const { status, text } = await test.send('GET', `/import-container?filename=${encodeURIComponent(name)}`);
      return [status, text];
    };
    assert.deepEqual(await get('image.tar'), [200, 'Successfully imported container image.tar']);
    assert.deepEqual(await get('sub/garbage.tar'), [
      500,
      'Container import failed Failed to import container sub/garbage.tar: ctr: invalid tar header\n',
    ]);
    assert.deepEqual(await get('a & b'), [500, 'Container import failed file a &amp; b can not be found']);
    assert.deepEqual(await get('../logs/platform.log'), [
      500,
      'Container import failed file ../logs/platform.log can not be found',
    ]);
    assert.equal((await get(''))[0], 400);
    assert.equal((await test.send('GET', '/import-container')).status, 422);
  });
});
