import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { ask } from '../support/ask.ts';
import { uploadWhole } from '../support/platform.ts';
import { packImage } from '../support/packImage.ts';

const bring = (filename: string) => ask('GET', '/import-container', { query: { filename } });

describe('import of images', () => {
  it('needs the name of a file', async () => {
    const { status, text } = await ask('GET', '/import-container');
    assert.equal(status, 422);
    assert.match(text, /"loc":\["query","filename"\]/);
  });

  it('refuses an empty name', async () => {
    const { status, text } = await bring('');
    assert.equal(status, 400);
    assert.match(text, /Required key 'filename' can not be empty/);
  });

  it('says that there is no such file', async () => {
    const { status, text } = await bring('edk-contract-nowhere.tar');
    assert.equal(status, 500);
    assert.match(text, /^Container import failed file .*edk-contract-nowhere\.tar.* can not be found/);
  });

  it('says what the container runtime says of a file that is no archive', async () => {
    await uploadWhole('edk-contract-noise.tar', randomBytes(2000));
    const { status, text } = await bring('edk-contract-noise.tar');
    assert.equal(status, 500);
    assert.match(text, /^Container import failed .*Failed to import container .*edk-contract-noise\.tar: ctr: /);
  });

  it('takes the images of an archive, as often as one likes', async () => {
    const name = 'edk-contract-image.tar';
    const upload = await uploadWhole(name, await packImage('edk-contract/empty:1'));
    assert.equal(upload.text, `${name} uploaded succesfully`);
    for (const answer of [await bring(name), await bring(name)]) {
      assert.deepEqual([answer.status, answer.text], [200, `Successfully imported container ${name}`]);
    }
  });
});
