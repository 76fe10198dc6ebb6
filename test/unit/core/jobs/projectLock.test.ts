import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withProjectLock } from '../../../../src/core/jobs/projectLock.ts';
import { rejection } from '../../../support/rejection.ts';
import { useTemporaryFolder } from '../../../support/temporaryFolder.ts';

describe('withProjectLock', () => {
  const state = useTemporaryFolder();
  const request = () => ({ stateFolder: state.path, project: '/projects/liver', verb: 'deploy' });
  const lockFiles = (): string[] => readdirSync(join(state.path, 'locks'));

  async function leaveLock(process_: { pid: number; started?: string }): Promise<void> {
    let name = '';
    await withProjectLock(request(), () => {
      name = lockFiles()[0] ?? '';
      return Promise.resolve();
    });
    mkdirSync(join(state.path, 'locks'), { recursive: true });
    const holder = { token: 'old', verb: 'deploy', since: '2026-01-01T00:00:00Z', process: process_ };
    writeFileSync(join(state.path, 'locks', name), JSON.stringify(holder));
  }

  it('lets only one of many through at a time', async () => {
    let inside = 0;
    let most = 0;
    let refused = 0;
    const attempt = async (): Promise<void> => {
      try {
        await withProjectLock(request(), async () => {
          inside += 1;
          most = Math.max(most, inside);
          await new Promise((resolve) => setTimeout(resolve, 5));
          inside -= 1;
        });
      } catch {
        refused += 1;
      }
    };
    await Promise.all(Array.from({ length: 20 }, attempt));
    assert.equal(most, 1);
    assert.equal(refused, 19);
    assert.deepEqual(lockFiles(), []);
  });

  it('takes over the lock of a process that is gone', async () => {
    const gone = spawnSync(process.execPath, ['-e', '0']).pid;
    await leaveLock({ pid: gone });
    assert.equal(await withProjectLock(request(), () => Promise.resolve('mine')), 'mine');
    assert.deepEqual(lockFiles(), []);
  });

  it('is not fooled by a new process with the number of the old one', async function () {
    if (process.platform !== 'linux') this.skip();
    await leaveLock({ pid: process.pid, started: '1' });
    assert.equal(await withProjectLock(request(), () => Promise.resolve('mine')), 'mine');
  });

  it('takes over a lock that a power cut left empty', async () => {
    await leaveLock({ pid: process.pid });
    const [name = ''] = lockFiles();
    writeFileSync(join(state.path, 'locks', name), '');
    assert.equal(await withProjectLock(request(), () => Promise.resolve('mine')), 'mine');
    assert.deepEqual(lockFiles(), []);
  });

  it('respects the lock of a living process', async () => {
    await leaveLock({ pid: process.pid });
    const error = await rejection(
      withProjectLock(request(), () => Promise.resolve()),
      'busy',
    );
    assert.match(error.message, /"edk deploy".*since 2026-01-01/);
  });

  it('frees the project when the work fails', async () => {
    await assert.rejects(
      withProjectLock(request(), () => Promise.reject(new Error('broken'))),
      /broken/,
    );
    assert.deepEqual(lockFiles(), []);
  });
});
