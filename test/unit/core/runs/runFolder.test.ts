import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readOutput, readSeries } from '../../../../src/core/runs/runFiles.ts';
import {
  findRun,
  isRunId,
  listRunFolders,
  makeRunFolder,
  makeVolume,
  newRunId,
  readRunAt,
  removeRunFolder,
} from '../../../../src/core/runs/runFolder.ts';
import { rejection } from '../../../support/rejection.ts';
import { doneRecord, keepRun, outDir } from '../../../support/runs/keptRun.ts';
import { useTemporaryFolder } from '../../../support/temporaryFolder.ts';

const { signal } = new AbortController();
const never = (): Promise<void> => Promise.reject(new Error('not needed'));
const at = (hour: number) => ({ started: `2026-12-01T${String(hour).padStart(2, '0')}:00:00.000Z` });

describe('the folder of a run', () => {
  const folder = useTemporaryFolder();

  it('is named as the platform names a run', () => {
    const id = newRunId('lungs', new Date('2026-12-01T10:11:12.345Z'));
    assert.match(id, /^lungs-261201101112345\d{3}$/);
    for (const bad of ['', '../x', 'a/b', '.hidden', 'x'.repeat(300), 'a\0b']) assert.equal(isRunId(bad), false, bad);
  });

  it('is for its owner alone, and open to containers inside', async () => {
    const run = await makeRunFolder(folder.path, 'lungs-1');
    assert.equal((await stat(run.path)).mode & 0o777, 0o700);
    assert.equal((await stat(run.batch)).mode & 0o777, 0o777);
    assert.deepEqual((await readdir(run.path)).sort(), ['data', 'logs', 'minio', 'pacs']);
    const volume = await makeVolume(folder.path, 'models');
    assert.equal((await stat(volume)).mode & 0o777, 0o777);
  });

  it('may be one that a person chooses, if it is empty; then only its place in the list is removed', async () => {
    const output = join(folder.path, 'chosen');
    const run = await makeRunFolder(folder.path, 'lungs-1', output);
    assert.equal(run.path, output);
    await writeFile(join(output, 'run.json'), JSON.stringify(doneRecord));
    assert.equal((await findRun(folder.path, 'lungs-1')).folder.path, output);
    await rejection(makeRunFolder(folder.path, 'lungs-2', output), 'target.exists');
    assert.equal(await removeRunFolder(folder.path, run, never), 'unlisted');
    assert.deepEqual(await listRunFolders(folder.path), []);
    assert.ok((await readdir(output)).includes('run.json'));
  });

  it('is refused with a name that leads elsewhere', async () => {
    await rejection(makeRunFolder(folder.path, '../outside'), 'name.invalid');
  });

  it('is found by its name, the beginning or end of it, or as the last', async () => {
    await keepRun(folder.path, { ...doneRecord, id: 'lungs-111', ...at(10) }, {});
    await keepRun(folder.path, { ...doneRecord, id: 'liver-222', ...at(12) }, {});
    await keepRun(folder.path, { ...doneRecord, id: 'liver-223', ...at(11) }, {});
    const found = async (wanted: string) => (await findRun(folder.path, wanted)).record.id;
    assert.deepEqual(await Promise.all(['last', 'lungs-111', 'lungs', '222'].map(found)), [
      'liver-222',
      'lungs-111',
      'lungs-111',
      'liver-222',
    ]);
    assert.match((await rejection(findRun(folder.path, 'liver'), 'run.notFound')).message, /matches 2 runs/);
    assert.match((await rejection(findRun(folder.path, 'lungs-112'), 'run.notFound')).message, /lungs-111/);
  });

  it('is left out of the list while its record cannot be read', async () => {
    const run = await makeRunFolder(folder.path, 'lungs-1');
    assert.equal(await readRunAt(run.path), undefined);
    await writeFile(join(run.path, 'run.json'), '{"version": 7}');
    assert.equal(await readRunAt(run.path), undefined);
    await writeFile(join(run.path, 'run.json'), JSON.stringify({ ...doneRecord, id: 'lungs-2' }));
    assert.deepEqual(await listRunFolders(folder.path), []);
  });

  it('is removed with all that is in it', async () => {
    const run = await keepRun(folder.path, doneRecord, { 'lungs/a.csv': 'a\n1\n' });
    assert.equal(await removeRunFolder(folder.path, run, never), 'removed');
    await assert.rejects(stat(run.path), { code: 'ENOENT' });
  });

  it('needs help only for what this user may not remove', async function () {
    if (process.getuid?.() === 0) return this.skip();
    const run = await keepRun(folder.path, doneRecord, { 'lungs/a.csv': '' });
    const locked = join(run.workflow, 'lungs');
    await chmod(locked, 0o500);
    const removed = await removeRunFolder(folder.path, run, () => chmod(locked, 0o700));
    assert.equal(removed, 'removed');
  });
});

describe('what a task has written', () => {
  const folder = useTemporaryFolder();

  it('is told by series, kind and content; links are not followed', async () => {
    const run = await keepRun(folder.path, doneRecord, {
      'lungs/features.csv': 'mean\n1\n',
      'batch/1.2.3/lungs/deep/mask.nii.gz': 'x',
      'batch/1.2.3/lungs/noname': `${'\0'.repeat(128)}DICM`,
      'batch/1.2.3/lungs/other': 'short',
      'batch/4.5.6/images/slice.dcm': 'x',
    });
    await symlink('/etc', join(run.workflow, 'lungs', 'link'));
    const { files, hash } = await readOutput(run, outDir, signal);
    assert.deepEqual(
      files.map(({ path, kind, series }) => [path.split('/').slice(2).join('/'), kind, series]),
      [
        ['lungs/features.csv', 'csv', undefined],
        ['batch/1.2.3/lungs/deep/mask.nii.gz', 'nifti', '1.2.3'],
        ['batch/1.2.3/lungs/noname', 'dicom', '1.2.3'],
        ['batch/1.2.3/lungs/other', 'other', '1.2.3'],
      ],
    );
    assert.equal((await readOutput(run, outDir, signal)).hash, hash);
    await writeFile(join(run.workflow, 'lungs/features.csv'), 'mean\n2\n');
    assert.notEqual((await readOutput(run, outDir, signal)).hash, hash);
  });

  it('says of each series whether it has its output, waits for it, or had no input', async () => {
    const run = await makeRunFolder(folder.path, 'lungs-1');
    for (const path of ['1/in', '1/out', '2/in', '3']) await mkdir(join(run.batch, path), { recursive: true });
    for (const path of ['1/in/a', '1/out/a', '2/in/a']) await writeFile(join(run.batch, path), '');
    const states = async (ended: 'running' | 'ended') =>
      (await readSeries(run, { inDir: 'in', outDir: 'out' }, ended)).map(({ uid, state }) => `${uid} ${state}`);
    assert.deepEqual(await states('running'), ['1 done', '2 waiting', '3 noInput']);
    assert.deepEqual(await states('ended'), ['1 done', '2 missing', '3 noInput']);
  });
});
