import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Quirks } from '../../../../src/sandbox/start/quirks.ts';
import { chartContent, writeFakeChart } from '../../../support/sandbox/fakeHelm.ts';
import { multipart } from '../../../support/sandbox/multipart.ts';
import { deploymentsOf } from '../../../support/sandbox/readEntry.ts';
import { startTestPlatform, until, type TestPlatform } from '../../../support/sandbox/startTestPlatform.ts';

const form = (fileName: string, content: string) =>
  multipart({ name: 'file', fileName, contentType: 'application/gzip', content });

async function uploadFile(test: TestPlatform, name: string, content = chartContent({ name })): Promise<string> {
  const { status, text } = await test.send('POST', '/file', form(`${name}-0.6.0.tgz`, content));
  return `${status} ${text}`;
}

async function install(test: TestPlatform, parameters: Record<string, string> = {}): Promise<string> {
  const body = { name: 'copy-workflow', version: '0.6.0', extension_params: parameters };
  const { status, text } = await test.post('/helm-install-chart', body);
  return `${status} ${text}`;
}

/** What a client sees of each habit, with it and without it. */
const habits: Record<
  keyof Quirks,
  (test: TestPlatform) => Promise<[seen: unknown, withIt: unknown, without: unknown]>
> = {
  async lossyParameters(test) {
    await writeFakeChart(test.platform.state.charts);
    await install(test, { title: 'a b', site: 'a;b' });
    const { values } = test.helm.rendered[0] ?? {};
    const { title, site } = (values as { global: Record<string, unknown> }).global;
    return [
      [title, site],
      ['ab', undefined],
      ['a b', 'a;b'],
    ];
  },
  async singleVersionAfterChange(test) {
    await writeFakeChart(test.platform.state.charts);
    await writeFakeChart(test.platform.state.charts, { version: '0.5.2' });
    await test.send('GET', '/extensions');
    await install(test);
    const list = (await test.send('GET', '/extensions')).json() as { versions: string[] }[];
    return [list[0]?.versions, ['0.6.0'], ['0.6.0', '0.5.2']];
  },
  async bareNamesAfterUpload(test) {
    await test.send('GET', '/extensions');
    await uploadFile(test, 'mychart');
    const looks = [await test.send('GET', '/extensions'), await test.send('GET', '/extensions')];
    test.forward(31);
    await test.send('GET', '/extensions');
    return [
      looks.map(({ status, text }) => `${status} ${text}`),
      ['500 {"detail":"Failed to get extensions"}', '200 ["mychart"]'],
      ['200 []', '200 []'],
    ];
  },
  async failsOnceWithoutGlobals(test) {
    await writeFakeChart(test.platform.state.charts, { values: {} });
    const looks = [await test.send('GET', '/extensions'), await test.send('GET', '/extensions')];
    return [looks.map(({ status }) => status), [500, 200], [200, 200]];
  },
  async keepsRefusedUploads(test) {
    await uploadFile(test, 'copy-workflow', 'random');
    return [await readdir(test.platform.state.charts), ['copy-workflow-0.6.0.tgz'], []];
  },
  async neverOverwrites(test) {
    await uploadFile(test, 'copy-workflow');
    return [(await uploadFile(test, 'copy-workflow')).slice(0, 3), '500', '200'];
  },
  async ignoresUploadOffset(test) {
    const { text: id } = await test.send(
      'POST',
      '/filepond-upload',
      multipart({ name: 'filepond', content: '{"filepath":"a.tar"}' }),
    );
    const send = (offset: string, body: string) =>
      test.send('PATCH', `/filepond-upload?patch=${id}`, {
        body,
        headers: { 'upload-length': '4', 'upload-offset': offset },
      });
    await send('0', 'ab');
    const second = await send('0', 'ab');
    const stored = await readFile(join(test.platform.state.charts, 'a.tar'), 'utf8').catch(() => 'not there');
    return [
      [second.status, stored],
      [200, 'abab'],
      [409, 'not there'],
    ];
  },
  async answersUninstallAtOnce(test) {
    const answer = await test.post('/helm-delete-chart', { release_name: 'nobody' });
    return [answer.status, 200, 400];
  },
  async alreadyInstalledIsSuccess(test) {
    await writeFakeChart(test.platform.state.charts);
    await install(test);
    return [
      await install(test),
      '200 Chart is already installed copy-workflow',
      '500 Chart install command failed for copy-workflow',
    ];
  },
  async readyWithoutPods(test) {
    await writeFakeChart(test.platform.state.charts, { manifests: '' });
    await install(test);
    const look = async () => deploymentsOf((await test.send('GET', '/extensions')).json(), 'copy-workflow')[0];
    const seen = await until(look, (entry) => entry?.helm_status === 'deployed');
    return [seen?.ready, true, false];
  },
};

describe('local platform: habits of the real backend', () => {
  let folder: string;
  let test: TestPlatform | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edk-sandbox-'));
  });

  afterEach(async () => {
    await test?.platform.close();
    await rm(folder, { recursive: true, force: true });
  });

  for (const [name, look] of Object.entries(habits)) {
    it(`${name}: on unless it is switched off`, async () => {
      test = await startTestPlatform(join(folder, 'on'), { listCacheSeconds: 30 });
      const [seen, expected] = await look(test);
      assert.deepEqual(seen, expected);
      await test.platform.close();
      test = await startTestPlatform(join(folder, 'off'), { listCacheSeconds: 30, quirks: { [name]: false } });
      const [seenWithout, , without] = await look(test);
      assert.deepEqual(seenWithout, without);
    });
  }
});
