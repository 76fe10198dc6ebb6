import assert from 'node:assert/strict';
import { uploadEach } from '../../../src/cli/verbs/upload.ts';
import { EdkError } from '../../../src/core/errors/edkError.ts';

describe('an upload of several files', () => {
  const upload = (file: string): Promise<string> =>
    file.startsWith('bad')
      ? Promise.reject(new EdkError('chart.invalid', `${file} is wrong.`))
      : Promise.resolve(`uploaded ${file}`);

  it('tells of every file, good or bad', async () => {
    const { uploaded, failure } = await uploadEach(['bad-1', 'good-1', 'bad-2', 'good-2'], upload);
    assert.deepEqual(uploaded, ['uploaded good-1', 'uploaded good-2']);
    assert.deepEqual(
      failure?.failures.map(({ message }) => message),
      ['bad-1 is wrong.', 'bad-2 is wrong.'],
    );
    assert.equal(failure.message, '2 of 4 files were not uploaded.');
  });

  it('tells of the only bad one itself', async () => {
    assert.equal((await uploadEach(['good', 'bad'], upload)).failure?.message, 'bad is wrong.');
    assert.equal((await uploadEach(['good'], upload)).failure, undefined);
  });
});
