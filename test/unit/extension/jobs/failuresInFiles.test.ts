import assert from 'node:assert/strict';
import { stripVTControlCharacters } from 'node:util';
import { EdkError } from '../../../../src/core/errors/edkError.ts';
import { parseJobEvent } from '../../../../src/core/jobs/parseJobEvent.ts';
import { reportError, restoreError } from '../../../../src/core/jobs/reportError.ts';
import { formatError } from '../../../../src/cli/output/formatJob.ts';
import { failuresInFiles } from '../../../../src/extension/jobs/failuresInFiles.ts';
import { errorLines } from '../../../../src/extension/jobs/jobLog.ts';

describe('an error that stands for several', () => {
  const at = (file: string, line: number): EdkError =>
    new EdkError('build.failed', `${file} failed.`, { place: { file, line }, detail: `output of ${file}` });
  const failures = [at('/a/Dockerfile', 3), at('/b/Dockerfile', 4), new EdkError('registry.failed', 'It is down.')];
  const error = new EdkError('build.failed', 'All of it.', { place: failures[0]?.place, failures });
  /** As the editor reads it from the journal. */
  const journaled = parseJobEvent(
    JSON.stringify({ time: '', type: 'job-finished', outcome: 'failed', durationMs: 1, error: reportError(error) }),
  );
  const read = journaled?.type === 'job-finished' ? journaled.error : undefined;

  it('is marked at the place of each, where there is one', () => {
    assert.ok(read);
    assert.deepEqual(
      failuresInFiles(read).map(({ place, message, detail }) => [place.file, place.line, message, detail]),
      [
        ['/a/Dockerfile', 3, '/a/Dockerfile failed.', 'output of /a/Dockerfile'],
        ['/b/Dockerfile', 4, '/b/Dockerfile failed.', 'output of /b/Dockerfile'],
      ],
    );
  });

  it('is told one after the other, with what the problem matcher looks for', () => {
    assert.ok(read);
    for (const coloured of [formatError(read), errorLines(read).join('\n')]) {
      const text = stripVTControlCharacters(coloured);
      assert.match(text, /✖ \/a\/Dockerfile failed\..*\n {2}\/a\/Dockerfile:3\n[^]*✖ \/b\/Dockerfile failed\./);
      assert.match(text, /\n {2}\/b\/Dockerfile:4\n[^]*✖ It is down\./);
    }
  });

  it('is the same when it is thrown again elsewhere', () => {
    assert.ok(read);
    assert.deepEqual(reportError(restoreError(read)), reportError(error));
  });

  it('is itself where it stands for no others', () => {
    const [first = assert.fail()] = failures;
    assert.deepEqual(
      failuresInFiles(reportError(first)).map(({ message }) => message),
      ['/a/Dockerfile failed.'],
    );
    assert.deepEqual(failuresInFiles(reportError(new EdkError('registry.failed', 'It is down.'))), []);
  });
});
