import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { explainDockerError, readJsonLines } from '../../../../src/core/docker/dockerAnswers.ts';
import { rejection } from '../../../support/rejection.ts';

describe('readJsonLines', () => {
  const read = async (text: string): Promise<unknown[]> => {
    const values: unknown[] = [];
    for await (const value of readJsonLines(Readable.from([text]))) values.push(value);
    return values;
  };

  it('reads one value per line, whatever ends the lines', async () => {
    assert.deepEqual(await read('{"stream":"a"}\r\n\n{"stream":"b"}\n"c"\nnull'), [
      { stream: 'a' },
      { stream: 'b' },
      'c',
      null,
    ]);
  });

  for (const line of ['<html>', '{"stream":', 'undefined']) {
    it(`reports ${line}, which is not JSON, with the line`, async () => {
      const error = await rejection(read(`{"stream":"a"}\n${line}\n`), 'docker.failed');
      assert.equal(error.message, 'The Docker Engine returned a line that is not JSON.');
      assert.equal(error.detail, line);
      assert.equal(explainDockerError(error, 'here'), error);
    });
  }

  it('passes no control characters on, and no more than the beginning of a long line', async () => {
    const { detail = '' } = await rejection(read(`\u001B[31m${'x'.repeat(10_000)}`), 'docker.failed');
    assert.match(detail, /^x{300,400}$/);
  });
});
