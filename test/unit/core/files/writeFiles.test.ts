import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  closeToOthers,
  makePrivateFolder,
  writeCacheFile,
  writePrivateFile,
} from '../../../../src/core/files/writeFiles.ts';
import { runJob } from '../../../../src/core/jobs/runJob.ts';
import { createUploadRecords } from '../../../../src/core/platform/upload/uploadRecords.ts';
import { createSessionFile } from '../../../../src/core/signIn/session.ts';
import { useTemporaryFolder } from '../../../support/temporaryFolder.ts';

describe('private files', () => {
  const folder = useTemporaryFolder();
  let umask: number;

  beforeEach(() => {
    umask = process.umask(0);
  });
  afterEach(() => process.umask(umask));

  const modeOf = (path: string): string => (statSync(path).mode & 0o7777).toString(8);
  const openToOthers = (root: string): string[] =>
    [root, ...readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) => join(root, name))].filter(
      (path) => (statSync(path).mode & 0o077) !== 0,
    );

  it('keeps all that a job writes from others, although the umask allows everything', async () => {
    const stateFolder = join(folder.path, 'state');
    const work = async (): Promise<void> => {
      assert.deepEqual(openToOthers(stateFolder), []);
      await createUploadRecords(stateFolder, 'http://platform.invalid').begun({ id: '1', name: 'a-1.tgz' });
      await createSessionFile(stateFolder, 'http://platform.invalid').write({ accessToken: 'secret' } as never);
    };
    const { signal } = new AbortController();
    const end = await runJob(
      { verb: 'install', project: folder.path, stateFolder, signal, sink: () => undefined },
      work,
    );
    assert.equal(end.error, undefined);
    assert.deepEqual(openToOthers(stateFolder), []);
  });

  it('closes its own folders that were open to others', async () => {
    const root = join(folder.path, 'old');
    mkdirSync(join(root, 'jobs'), { recursive: true, mode: 0o777 });
    await makePrivateFolder(root, 'jobs', 'one');
    assert.deepEqual(openToOthers(root), []);
  });

  it('leaves a folder that everybody shares, and one that is not there', async () => {
    const shared = join(folder.path, 'shared');
    mkdirSync(shared);
    chmodSync(shared, 0o1777);
    await writePrivateFile(join(shared, 'file'), 'secret');
    assert.equal(modeOf(shared), '1777');
    assert.equal(modeOf(join(shared, 'file')), '600');
    await closeToOthers(join(folder.path, 'nowhere'));
  });

  it('goes on without a cache that cannot be written', async () => {
    const below = join(folder.path, 'file');
    writeFileSync(below, '');
    await writeCacheFile(join(below, 'cache', 'digests.json'), '[]');
  });
});
