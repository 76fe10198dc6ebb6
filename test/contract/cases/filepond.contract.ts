import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { ask, postForm } from '../support/ask.ts';
import { configMap, packChart } from '../support/charts.ts';
import { beginUpload, entryOf, install, provideChart, remove, sendPiece, uploadWhole } from '../support/platform.ts';
import { multipart } from '../../support/sandbox/multipart.ts';
import { waitFor } from '../support/waitFor.ts';

const name = 'edk-contract-pieces.tar';
const content = randomBytes(1000);

describe('upload in pieces', () => {
  it('begins with an id as bare text', async () => {
    assert.match(await beginUpload(name), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  for (const [title, form] of [
    ['the field with the file path', multipart({ name: 'other', content: '{"filepath":"a.tar"}' })],
    ['JSON in that field', multipart({ name: 'filepond', content: 'a.tar' })],
    ['a file path in that JSON', multipart({ name: 'filepond', content: '{"name":"a.tar"}' })],
  ] as const) {
    it(`does not begin without ${title}`, async () => {
      const { status, text } = await postForm('/filepond-upload', form);
      assert.equal(status, 500);
      assert.match(text, /Filepond Upload Initialization failed/);
    });
  }

  it('does not begin with the file in the same request', async () => {
    const form = multipart(
      { name: 'filepond', content: '{"filepath":"a.tar"}' },
      { name: 'filepond', fileName: 'a.tar', content: 'x' },
    );
    assert.equal((await postForm('/filepond-upload', form)).status, 500);
  });

  it('repeats the id until the last byte, and then says the name', async () => {
    const id = await beginUpload(name);
    const total = content.byteLength;
    const first = await sendPiece({ id, name, body: content.subarray(0, 600), total });
    assert.deepEqual([first.status, first.text], [200, id]);
    const last = await sendPiece({ id, name, body: content.subarray(600), offset: 600, total });
    assert.deepEqual([last.status, last.text], [200, `${name} uploaded succesfully`]);
  });

  it('appends a repeated piece although its offset is known, so that the upload never completes', async () => {
    const id = await beginUpload(name);
    const total = 20;
    for (const offset of [0, 0, 10]) {
      const { status, text } = await sendPiece({ id, name, body: content.subarray(0, 10), offset, total });
      if (offset === 10) assert.deepEqual([status, text], [200, id]);
    }
    await ask('DELETE', '/filepond-upload', { body: id });
  });

  it('does not complete without the whole length', async () => {
    const id = await beginUpload(name);
    const { status, text } = await sendPiece({ id, name, body: 'whole' });
    assert.deepEqual([status, text], [200, id]);
    await ask('DELETE', '/filepond-upload', { body: id });
  });

  it('tells how much is missing only by the number of digits', async () => {
    const id = await beginUpload(name);
    await sendPiece({ id, name, body: content.subarray(0, 100), total: 1000 });
    const { status, headers, text } = await ask('HEAD', '/filepond-upload', {
      query: { patch: id },
      headers: { 'upload-length': '1000' },
    });
    assert.deepEqual([status, headers['content-length'], headers['upload-offset'], text], [200, '3', undefined, '']);
    await ask('DELETE', '/filepond-upload', { body: id });
  });

  it('answers before the first piece, too', async () => {
    const id = await beginUpload(name);
    const asked = { query: { patch: id }, headers: { 'upload-length': '1000' } };
    assert.equal((await ask('HEAD', '/filepond-upload', asked)).status, 200);
    await ask('DELETE', '/filepond-upload', { body: id });
  });

  it('tells nothing without the length', async () => {
    const id = await beginUpload(name);
    assert.equal((await ask('HEAD', '/filepond-upload', { query: { patch: id } })).status, 500);
    await ask('DELETE', '/filepond-upload', { body: id });
  });

  it('takes no piece without an id', async () => {
    const { status, text } = await ask('PATCH', '/filepond-upload', { body: 'x' });
    assert.equal(status, 422);
    assert.match(text, /"loc":\["query","patch"\]/);
  });

  it('takes a piece for an id that it never gave, and fails at the last one', async () => {
    const id = randomUUID();
    const first = await sendPiece({ id, name, body: 'ab', total: 4 });
    assert.deepEqual([first.status, first.text], [200, id]);
    const last = await sendPiece({ id, name, body: 'cd', total: 4 });
    assert.deepEqual([last.status, last.text], [500, `Filepond upload failed: '${id}'`]);
  });

  it('removes what came of an unfinished upload', async () => {
    const id = await beginUpload(name);
    await sendPiece({ id, name, body: 'ab', total: 4 });
    const { status, text } = await ask('DELETE', '/filepond-upload', { body: id });
    assert.deepEqual([status, text], [200, `Deleted ${name} succesfully.`]);
  });

  it('forgets a removed upload: its last piece fails', async () => {
    const id = await beginUpload(name);
    await sendPiece({ id, name, body: 'ab', total: 4 });
    await ask('DELETE', '/filepond-upload', { body: id });
    assert.notEqual((await sendPiece({ id, name, body: 'cd', total: 4 })).text, `${name} uploaded succesfully`);
    await ask('DELETE', '/filepond-upload', { body: id });
  });

  for (const [title, id] of [
    ['a finished upload', undefined],
    ['an unknown upload', randomUUID()],
  ] as const) {
    it(`never removes a file: the answer for ${title} says so`, async () => {
      const known: string = id ?? (await beginUpload(name));
      if (id === undefined) await sendPiece({ id: known, name, body: 'ab', total: 2 });
      const { status, text } = await ask('DELETE', '/filepond-upload', { body: known });
      assert.equal(status, 200);
      assert.match(text, /^Only removing the file in frontend/);
    });
  }

  it('replaces a chart of the same version without a word', async () => {
    const chart = { name: 'edk-contract-replaced-chart' };
    await provideChart(await packChart({ ...chart, values: 'global: { one: 1 }\n' }));
    await provideChart(await packChart({ ...chart, values: 'global: { two: 2 }\n' }));
  });

  it('shows an uploaded chart within its refresh', async () => {
    const chart = await provideChart(await packChart({ name: 'edk-contract-pieces-chart' }));
    await waitFor(
      'the chart is listed',
      () => entryOf(chart.name),
      (entry) => entry !== undefined,
    );
  });

  it('refuses a chart that is none', async () => {
    const { status, text } = await uploadWhole('edk-contract-noise-chart-0.1.0.tgz', content);
    assert.deepEqual([status, text], [500, "Filepond upload failed: 'name'"]);
  });

  it('refuses a chart that cannot be rendered without parameters', async () => {
    const chart = await packChart({
      name: 'edk-contract-unrenderable-chart',
      templates: { 'map.yaml': '{{ fail "on purpose" }}' },
    });
    const { status, text } = await uploadWhole(chart.fileName, chart.content);
    assert.deepEqual([status, text], [500, 'Filepond upload failed: Failed to check chart namespace']);
  });

  it('refuses a chart with a resource in the admin namespace, and installs it nevertheless', async () => {
    const chart = await packChart({
      name: 'edk-contract-admin-chart',
      templates: { 'map.yaml': configMap('{{ .Values.global.admin_namespace }}') },
    });
    const { status, text } = await uploadWhole(chart.fileName, chart.content);
    assert.equal(status, 500);
    assert.match(text, /^Filepond upload failed: .*admin_namespace/);
    assert.equal((await install(chart)).text, `Successfully installed: ${chart.name}`);
    await remove(chart.name);
  });

  it('does not look at hooks when it checks a chart', async () => {
    const map = configMap('{{ .Values.global.admin_namespace }}');
    const hook = map.replace('metadata: {', "metadata: { annotations: { helm.sh/hook: 'post-install' },");
    const templates = { 'hook.yaml': hook, 'map.yaml': configMap() };
    await provideChart(await packChart({ name: 'edk-contract-hooked-chart', templates }));
  });

  for (const [title, template] of [
    [
      'renders nothing but hooks',
      configMap().replace('metadata: {', "metadata: { annotations: { helm.sh/hook: 'post-install' },"),
    ],
    ['renders nothing', '{{ if .Values.global.never }}a: b{{ end }}\n'],
  ] as const) {
    it(`refuses a chart that ${title}`, async () => {
      const name = `edk-contract-${title.replaceAll(' ', '-')}-chart`;
      const chart = await packChart({ name, templates: { 'map.yaml': template } });
      const { status, text } = await uploadWhole(chart.fileName, chart.content);
      assert.equal(status, 500);
      assert.match(text, /^Filepond upload failed: /);
    });
  }
});
