import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EdkError } from '../../../../src/core/errors/edkError.ts';
import type { ErrorCode } from '../../../../src/core/errors/catalogue.ts';
import type { ScaffoldPlan } from '../../../../src/core/scaffold/planScaffold.ts';
import { writeScaffold } from '../../../../src/core/scaffold/writeScaffold.ts';
import { withFiles } from './fixtureTemplate.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const plan: ScaffoldPlan = {
  name: 'lung',
  title: 'Lung',
  openFirst: 'a/b.py',
  files: [
    { path: 'a/b.py', mode: 0o644, content: bytes('new') },
    { path: 'a/run.sh', mode: 0o755, content: bytes('run') },
    { path: '.gitignore', mode: 0o644, content: bytes('*.pyc') },
  ],
};
const refuse = { existing: 'refuse' } as const;
const overwrite = { existing: 'overwrite' } as const;

const fails = (code: ErrorCode, message: RegExp) => (error: unknown) =>
  error instanceof EdkError && error.code === code && message.test(error.message);

const tree = async (folder: string) => (await readdir(folder, { recursive: true })).sort();
const whole = ['.gitignore', 'a', 'a/b.py', 'a/run.sh'];

/** Runs without the rights of root, whom no permission stops. */
async function asNobody(work: () => Promise<void>): Promise<void> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65534);
  try {
    await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

describe('writeScaffold', () => {
  it('writes a new folder, and those above it, with modes', () =>
    withFiles({}, async (parent) => {
      const folder = join(parent, 'x/y');
      await writeScaffold(plan, folder, refuse);
      assert.deepEqual(await tree(folder), whole);
      assert.equal((await stat(join(folder, 'a/run.sh'))).mode & 0o777, 0o755);
      assert.deepEqual(await tree(join(parent, 'x')), ['y', ...whole.map((path) => `y/${path}`)].sort());
    }));

  it('fills an empty folder and keeps the folder itself', () =>
    withFiles({}, async (folder) => {
      const { ino } = await stat(folder);
      await writeScaffold(plan, folder, refuse);
      assert.deepEqual(await tree(folder), whole);
      assert.equal((await stat(folder)).ino, ino);
    }));

  it('refuses a folder with something in it and leaves it alone', () =>
    withFiles({ 'mine.txt': 'mine' }, async (folder) => {
      await assert.rejects(writeScaffold(plan, folder, refuse), fails('target.exists', /not empty/));
      assert.deepEqual(await tree(folder), ['mine.txt']);
    }));

  it('overwrites its files only, and does so again', () =>
    withFiles({ 'mine.txt': 'mine', 'a/b.py': 'old', 'a/c.py': 'mine' }, async (folder) => {
      for (let round = 0; round < 2; round++) {
        await writeScaffold(plan, folder, overwrite);
        assert.deepEqual(await tree(folder), [...whole, 'a/c.py', 'mine.txt'].sort());
        assert.equal(await readFile(join(folder, 'a/b.py'), 'utf8'), 'new');
        assert.equal(await readFile(join(folder, 'a/c.py'), 'utf8'), 'mine');
      }
    }));

  it('refuses a file in the place of the folder, or above it', () =>
    withFiles({ file: '' }, async (parent) => {
      await assert.rejects(writeScaffold(plan, join(parent, 'file'), overwrite), fails('target.exists', /is a file/));
      await assert.rejects(writeScaffold(plan, join(parent, 'file/x'), refuse), fails('target.exists', /is a file/));
    }));

  for (const [title, prepare] of [
    ['a file where a folder is needed', (folder: string) => writeFile(join(folder, 'a'), '')],
    ['a folder where a file is needed', (folder: string) => mkdir(join(folder, '.gitignore'))],
    ['a link that leads elsewhere', (folder: string) => symlink(import.meta.dirname, join(folder, 'a'))],
  ] as const) {
    it(`writes nothing at all when there is ${title}`, () =>
      withFiles({ 'mine.txt': '' }, async (folder) => {
        await prepare(folder);
        const before = await tree(folder);
        await assert.rejects(writeScaffold(plan, folder, overwrite), fails('target.exists', /is needed/));
        assert.deepEqual(await tree(folder), before);
      }));
  }

  it('says which folder is read-only, leaves nothing, and works once it is writable', () =>
    withFiles({}, async (parent) => {
      await chmod(parent, 0o555);
      await asNobody(() =>
        assert.rejects(writeScaffold(plan, join(parent, 'x'), refuse), (error) => {
          return fails('disk.forbidden', /Permission denied: /)(error) && String(error).includes(parent);
        }),
      );
      assert.deepEqual(await tree(parent), []);
      await chmod(parent, 0o755);
      await writeScaffold(plan, join(parent, 'x'), refuse);
      assert.deepEqual(await tree(join(parent, 'x')), whole);
    }));

  it('leaves no folder behind when a path is too long for the disk', () =>
    withFiles({}, async (parent) => {
      const long = { ...plan, files: [{ path: `a/${'x'.repeat(300)}`, mode: 0o644, content: bytes('') }] };
      await assert.rejects(writeScaffold(long, join(parent, 'x/y'), refuse), fails('usage', /longer than/));
      assert.deepEqual(await tree(parent), []);
    }));

  it('takes new files back out when it cannot go on', () =>
    withFiles({ 'z/old.txt': 'old' }, async (folder) => {
      const blocked = { ...plan, files: [...plan.files, { path: 'z/new.txt', mode: 0o644, content: bytes('x') }] };
      await chmod(folder, 0o777);
      await chmod(join(folder, 'z'), 0o555);
      await asNobody(() => assert.rejects(writeScaffold(blocked, folder, overwrite), fails('disk.forbidden', /./)));
      assert.deepEqual(await tree(folder), ['z', 'z/old.txt']);
      await chmod(join(folder, 'z'), 0o755);
    }));
});
