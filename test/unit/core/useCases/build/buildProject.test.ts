import assert from 'node:assert/strict';
import { retryOnChange } from '../../../../../src/core/useCases/build/buildProject.ts';
import { EdkError } from '../../../../../src/core/errors/edkError.ts';
import { recordStep } from '../../../../support/recordingStep.ts';
import { rejection } from '../../../../support/rejection.ts';

describe('retryOnChange', () => {
  /** Work during which files change the first few times. */
  const changing = (times: number) => {
    let calls = 0;
    return {
      calls: () => calls,
      work: () => {
        calls += 1;
        if (calls <= times) throw new EdkError('context.changed', 'run.py changed.');
        return Promise.resolve(`of call ${calls}`);
      },
    };
  };

  it('starts again with what is there when a file changed meanwhile, and says so', async () => {
    const { step, lines } = recordStep();
    const { work } = changing(2);
    assert.equal(await retryOnChange(step, () => Promise.resolve().then(work)), 'of call 3');
    const told = 'warn run.py changed. Starting again with the current files.';
    assert.deepEqual(lines, [told, told]);
  });

  it('gives up on a folder that something writes to all the time', async () => {
    const { work, calls } = changing(99);
    await rejection(
      retryOnChange(recordStep().step, () => Promise.resolve().then(work)),
      'context.changed',
    );
    assert.equal(calls(), 3);
  });

  it('tries nothing again that failed otherwise', async () => {
    let calls = 0;
    const failing = retryOnChange(recordStep().step, () => {
      calls += 1;
      return Promise.reject(new EdkError('build.failed', 'It failed.'));
    });
    await rejection(failing, 'build.failed');
    assert.equal(calls, 1);
  });
});
