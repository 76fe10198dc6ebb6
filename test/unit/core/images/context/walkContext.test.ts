import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { extract } from 'tar-stream';
import { hashContext } from '../../../../../src/core/images/context/hashContext.ts';
import { listSent } from '../../../../../src/core/images/context/listSent.ts';
import { parseIgnoreRules } from '../../../../../src/core/project/ignoreRules.ts';
import { readImage } from '../../../../../src/core/project/readImage.ts';
import { packContext } from '../../../../../src/core/images/context/packContext.ts';
import { walkContext, type ContextEntry } from '../../../../../src/core/images/context/walkContext.ts';
import { asNobody } from '../../../../support/asNobody.ts';
import { writeFiles } from '../../../../support/imageProject.ts';
import { rejection } from '../../../../support/rejection.ts';
import { useTemporaryFolder } from '../../../../support/temporaryFolder.ts';

describe('context', () => {
  const folder = useTemporaryFolder();
  const { signal } = new AbortController();
  const walk = (ignore = '', isCopied: (path: string) => boolean = () => true) =>
    walkContext({ context: folder.path, rules: parseIgnoreRules(ignore), isCopied, signal });
  const hash = (overlay = new Map<string, string>()) => hashContext({ context: folder.path, entries: walk(), overlay });
  const list = async (
    expected: ReadonlyMap<string, string>,
    overlay = new Map<string, string>(),
    entries: AsyncIterable<ContextEntry> = walk(),
  ) => listSent({ context: folder.path, entries, overlay, expected });
  const paths = async (ignore?: string, isCopied?: (path: string) => boolean): Promise<string[]> => {
    const found: string[] = [];
    for await (const { path } of walk(ignore, isCopied)) found.push(path);
    return found;
  };

  const tree = {
    'a.txt': '1',
    'b.TXT': '2',
    'src/x.py': '3',
    'src/x.pyc': '4',
    'src/deep/keep.me': '5',
    'out/big': '6',
  };
  const all = ['a.txt', 'b.TXT', 'out', 'out/big', 'src', 'src/deep', 'src/deep/keep.me', 'src/x.py', 'src/x.pyc'];
  const cases: { rules: string; left: readonly string[] }[] = [
    { rules: '', left: all },
    { rules: '*.txt', left: all.filter((path) => path !== 'a.txt') },
    { rules: '# a.txt\n\n/out/', left: all.filter((path) => !path.startsWith('out')) },
    { rules: '**/*.pyc\r\n', left: all.filter((path) => path !== 'src/x.pyc') },
    { rules: '*\n!src/deep/keep.me', left: ['src', 'src/deep', 'src/deep/keep.me'] },
    { rules: '*\n!src\nsrc/deep', left: ['src', 'src/x.py', 'src/x.pyc'] },
    { rules: 'src\n!**/*.py', left: ['a.txt', 'b.TXT', 'out', 'out/big', 'src', 'src/x.py'] },
    { rules: '!a.txt\na.txt', left: all.filter((path) => path !== 'a.txt') },
  ];
  for (const { rules, left } of cases) {
    it(`lets through as Docker does: ${JSON.stringify(rules)}`, async () => {
      writeFiles(folder.path, tree);
      assert.deepEqual(await paths(rules), left);
    });
  }

  it('takes an ignored Dockerfile for what it is, as docker does', async () => {
    writeFiles(folder.path, { 'docker/Dockerfile': 'FROM a', x: '' });
    assert.deepEqual(await paths('docker'), ['x']);
  });

  it('reads <Dockerfile>.dockerignore in place of .dockerignore', async () => {
    writeFiles(folder.path, { '.dockerignore': 'a', 'x.Dockerfile.dockerignore': 'b' });
    writeFiles(folder.path, { 'x.Dockerfile': 'FROM a', Dockerfile: 'FROM a' });
    const rulesOf = async (name: string) => {
      const options = { dockerfile: join(folder.path, name), name: 'one', buildArguments: {} };
      return (await readImage(options)).ignoreRules;
    };
    const [own, common] = [await rulesOf('x.Dockerfile'), await rulesOf('Dockerfile')];
    assert.deepEqual([own.ignores('a'), own.ignores('b')], [false, true]);
    assert.deepEqual([common.ignores('a'), common.ignores('b')], [true, false]);
  });

  it('packs contents, modes, links and staged texts, and owners as root', async () => {
    writeFiles(folder.path, { 'run.sh': 'echo', 'staged.py': 'old', big: 'x'.repeat(3_000_000), 'dir/file': 'f' });
    chmodSync(join(folder.path, 'run.sh'), 0o755);
    symlinkSync('run.sh', join(folder.path, 'link'));
    const overlay = new Map([
      ['staged.py', 'new ü'],
      ['.edk.Dockerfile', 'FROM x'],
    ]);
    const tar = packContext(await list(await hash(overlay), overlay));
    const found = new Map<string, string>();
    const reader = extract();
    tar.pipe(reader);
    for await (const entry of reader) {
      const { name, type, mode, linkname, uid, gid } = entry.header;
      let content = '';
      for await (const chunk of entry) content += String(chunk);
      assert.deepEqual([uid, gid], [0, 0]);
      const shown = content.length > 100 ? String(content.length) : content;
      found.set(name, [type, type === 'file' ? (mode & 0o777).toString(8) : '', linkname, shown].join('|'));
    }
    assert.equal(found.get('run.sh'), 'file|755||echo');
    assert.equal(found.get('staged.py'), 'file|644||new ü');
    assert.equal(found.get('big'), 'file|644||3000000');
    assert.equal(found.get('link'), 'symlink||run.sh|');
    assert.equal(found.get('.edk.Dockerfile'), 'file|644||FROM x');
    assert.ok(found.has('dir/') || found.has('dir'), [...found.keys()].join());
  });

  it('hashes content, mode, link target and staged text, but no time', async () => {
    writeFiles(folder.path, { a: '1', b: '2' });
    const staged = new Map([['b', 'staged']]);
    const before = await hash(staged);
    writeFiles(folder.path, { a: '1', b: 'does not count' });
    assert.deepEqual(await hash(staged), before);
    chmodSync(join(folder.path, 'a'), 0o755);
    assert.notEqual((await hash(staged)).get('a'), before.get('a'));
  });

  for (const [what, target] of Object.entries({
    above: '../secret',
    absolute: '/etc/hostname',
    winding: 'x/../../y',
  })) {
    it(`refuses a link that leads out: ${what}`, async () => {
      symlinkSync(target, join(folder.path, 'link'));
      const error = await rejection(paths(), 'context.escapes');
      assert.ok(error.message.includes(join(folder.path, 'link')) && error.message.includes(target), error.message);
      assert.deepEqual(await paths('link'), []);
      assert.deepEqual(await paths('', () => false), ['link']);
    });
  }

  it('names a file whose name is not UTF-8 where COPY takes it, and leaves it out elsewhere', async () => {
    writeFileSync(Buffer.concat([Buffer.from(`${folder.path}/caf`), Buffer.from([0xe9])]), 'x');
    writeFiles(folder.path, { a: '1' });
    assert.match((await rejection(paths(), 'context.unreadable')).message, /caf.* is not UTF-8/);
    assert.deepEqual(await paths('', () => false), ['a']);
    assert.deepEqual(await paths('caf*'), ['a']);
  });

  it('names a file that cannot be read', async function () {
    if (process.getuid?.() !== 0) this.skip();
    writeFiles(folder.path, { secret: 's' });
    chmodSync(folder.path, 0o755);
    chmodSync(join(folder.path, 'secret'), 0o600);
    await asNobody(async () => {
      assert.match((await rejection(hash(), 'context.unreadable')).message, /secret/);
      assert.deepEqual(await paths('secret'), []);
    });
  });

  it('names a folder that cannot be read', async function () {
    if (process.getuid?.() !== 0) this.skip();
    mkdirSync(join(folder.path, 'closed'), { mode: 0o700 });
    chmodSync(folder.path, 0o755);
    await asNobody(async () => {
      assert.match((await rejection(paths(), 'context.unreadable')).message, /closed/);
    });
  });

  it('ends with the reason when a file becomes shorter while it is sent', async () => {
    writeFiles(folder.path, { a: '1' });
    async function* longer() {
      for await (const entry of walk()) yield entry.kind === 'file' ? { ...entry, size: 10 } : entry;
    }
    const tar = packContext(await list(await hash(), new Map(), longer()));
    const drain = async (): Promise<void> => {
      for await (const chunk of tar) assert.ok(chunk);
    };
    assert.match((await rejection(drain(), 'context.unreadable')).detail ?? '', /truncated/);
  });

  const changes: { what: string; change: () => void }[] = [
    { what: 'is written anew with the same size', change: () => writeFiles(folder.path, { a: '2' }) },
    { what: 'gets other permissions', change: () => chmodSync(join(folder.path, 'a'), 0o755) },
    { what: 'comes', change: () => writeFiles(folder.path, { c: '' }) },
    { what: 'goes', change: () => rmSync(join(folder.path, 'a')) },
  ];
  for (const { what, change } of changes) {
    it(`sends nothing else than what was hashed: a file ${what}`, async () => {
      writeFiles(folder.path, { a: '1', b: '1' });
      const expected = await hash();
      const send = async (): Promise<void> => {
        for await (const chunk of packContext(await list(expected))) assert.ok(chunk);
      };
      await send();
      change();
      assert.match((await rejection(send(), 'context.changed')).message, /\/[ac] changed between/);
    });
  }
});
