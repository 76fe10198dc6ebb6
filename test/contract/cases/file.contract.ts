import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { ask, postForm } from '../support/ask.ts';
import { packChart } from '../support/charts.ts';
import { entryOf, uploadForm } from '../support/platform.ts';
import { multipart } from '../../support/sandbox/multipart.ts';
import { waitFor } from '../support/waitFor.ts';

/** POST /file cannot replace a file, and nothing can remove one: each run of the suite needs a version of its own. */
const fresh = `0.0.${Math.floor(Date.now() / 1000)}`;
const uploaded = { name: 'edk-contract-file-chart', version: fresh };

describe('upload in one request', () => {
  it('takes a chart and repeats its name', async () => {
    const { status, text } = await postForm('/file', uploadForm(await packChart(uploaded)));
    assert.deepEqual([status, text], [200, "Successfully added chart file fname='edk-contract-file-chart'"]);
  });

  it('shows the chart in the list within its refresh', async () => {
    const seen = await waitFor(
      'the new version is listed',
      () => entryOf(uploaded.name),
      (entry) => entry?.versions.includes(fresh) === true,
    );
    assert.equal(seen?.latest_version, fresh);
  });

  it('never replaces a chart', async () => {
    const { status, text } = await postForm('/file', uploadForm(await packChart(uploaded)));
    assert.equal(status, 500);
    assert.match(text, /^File upload failed File .*already exists, returning without overwriting\. $/);
  });

  for (const type of ['application/x-gzip', 'application/octet-stream', 'text/plain']) {
    it(`refuses the content type ${type} and names those that it takes`, async () => {
      const { status, text } = await postForm('/file', uploadForm(await packChart(uploaded), type));
      assert.equal(status, 500);
      assert.equal(
        text,
        `File upload failed Wrong content type '${type}'  allowed types are ['application/x-compressed', 'application/x-compressed-tar', 'application/gzip']`,
      );
    });
  }

  it('looks for a part with the name "file"', async () => {
    const { status, text } = await postForm('/file', multipart({ name: 'upload', fileName: 'a-1.tgz', content: 'x' }));
    assert.equal(status, 422);
    assert.match(text, /"loc":\["body","file"\],"msg":"Field required"/);
  });

  it('needs a form', async () => {
    assert.equal((await ask('POST', '/file')).status, 422);
  });

  it('refuses what is no chart', async () => {
    const file = { fileName: `edk-contract-random-chart-${fresh}.tgz`, content: randomBytes(500) };
    const { status, text } = await postForm('/file', uploadForm(file));
    assert.equal(status, 500);
    assert.match(text, /^(Internal Server Error|File upload failed Failed to write chart file edk-contract-random)/);
  });
});
