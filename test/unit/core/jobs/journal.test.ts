import assert from 'node:assert/strict';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { EdkError } from '../../../../src/core/errors/edkError.ts';
import { openJournal } from '../../../../src/core/jobs/journal.ts';
import { useTemporaryFolder } from '../../../support/temporaryFolder.ts';

describe('openJournal', () => {
  const state = useTemporaryFolder();

  it('says that the disk is full when an event cannot be written any more', async function () {
    if (!existsSync('/dev/full')) this.skip();
    const folder = join(state.path, 'jobs', 'one');
    mkdirSync(folder, { recursive: true });
    // Writing to /dev/full fails as writing to a full disk does.
    symlinkSync('/dev/full', join(folder, 'events.ndjson'));
    const record = { id: 'one', verb: 'deploy', process: { pid: 1 }, started: '2026-11-22T10:00:00Z' };
    const journal = await openJournal(state.path, record);
    const tell = () => journal.sink({ time: '2026-11-22T10:00:01Z', type: 'log', step: 1, line: 'lost' });
    assert.throws(tell, (error) => error instanceof EdkError && error.code === 'disk.full');
    await journal.close({ outcome: 'failed' });
  });
});
