import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { unfinishedName } from '../../../../src/core/files/temporaryFiles.ts';
import { useTemporaryFolder } from '../../../support/temporaryFolder.ts';

describe('unfinishedName', () => {
  const folder = useTemporaryFolder();

  it('removes what processes that have ended left in the folder, and nothing else', async () => {
    const target = join(folder.path, 'one-0.6.0.tar');
    const mine = await unfinishedName(target);
    const ended = spawn(process.execPath, ['-e', '']);
    await once(ended, 'exit');
    const left = mine.replace(`-${process.pid}-`, `-${String(ended.pid)}-`);
    await writeFile(mine, '');
    await writeFile(left, '');
    await mkdir(join(folder.path, basename(left).replace('one', 'bundle'), 'inner'), { recursive: true });
    await writeFile(join(folder.path, 'other.tmp'), '');
    const elsewhere = left.replace('.edk-', '.edk-elsewhere');
    await writeFile(elsewhere, '');

    await rename(mine, target);
    await writeFile(await unfinishedName(target), '');
    const names = await readdir(folder.path);
    assert.deepEqual(
      names.filter((name) => !name.includes(`-${process.pid}-`)).sort(),
      [basename(elsewhere), 'one-0.6.0.tar', 'other.tmp'].sort(),
    );
    assert.equal(names.length, 4);
  });
});
