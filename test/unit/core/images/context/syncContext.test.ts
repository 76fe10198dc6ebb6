import assert from 'node:assert/strict';
import type { SyncedEntry } from '../../../../../src/core/docker/grpcMessages.ts';
import type { SentEntry } from '../../../../../src/core/images/context/listSent.ts';
import { sha256 } from '../../../../../src/core/images/context/walkContext.ts';
import { syncContext } from '../../../../../src/core/images/context/syncContext.ts';

const modified = new Date('2026-11-25T12:39:11.478Z');
const file = (path: string, text = ''): SentEntry => ({
  kind: 'file',
  path,
  mode: 0o644,
  modified,
  size: text.length,
  digest: sha256(text),
  content: () => [],
});
const folder = (path: string): SentEntry => ({ kind: 'folder', path, mode: 0o755, modified });
const link = (path: string, target: string): SentEntry => ({ kind: 'link', path, mode: 0o777, modified, target });

describe('syncContext', () => {
  const entries = [
    folder('docker'),
    file('docker/Dockerfile'),
    file('docker/Dockerfile.dockerignore'),
    file('.dockerignore'),
    file('a.py'),
    link('current', 'versions/2'),
    folder('files'),
    file('files/x'),
    folder('files/sub'),
    file('files/sub/y'),
    folder('versions'),
    folder('versions/1'),
    file('versions/1/z'),
    folder('versions/2'),
    file('versions/2/z'),
    link('versions/3', '../a.py'),
  ];
  const files = syncContext(entries, [file('Dockerfile')]);
  const paths = (found: readonly SyncedEntry[] | undefined): string[] | undefined => found?.map(({ path }) => path);

  it('has only the Dockerfile in "dockerfile", and no other folder than "context"', () => {
    assert.deepEqual(paths(files('dockerfile', ['Dockerfile', '.dockerignore'])), ['Dockerfile']);
    assert.equal(files('home', []), undefined);
    assert.equal(files('context', [])?.length, entries.length);
  });

  const cases: { wanted: string[]; sent: string[] }[] = [
    { wanted: ['.dockerignore'], sent: ['.dockerignore'] },
    { wanted: ['a.py', 'missing'], sent: ['a.py'] },
    { wanted: ['files'], sent: ['files', 'files/sub', 'files/sub/y', 'files/x'] },
    { wanted: ['files/sub/'], sent: ['files', 'files/sub', 'files/sub/y'] },
    { wanted: ['files/*b'], sent: ['files', 'files/sub', 'files/sub/y', 'files/x'] },
    { wanted: ['current/z'], sent: ['current', 'versions', 'versions/2', 'versions/2/z'] },
    { wanted: ['versions/3'], sent: ['a.py', 'versions', 'versions/3'] },
  ];
  for (const { wanted, sent } of cases) {
    it(`sends what a build can do with: ${wanted.join()}`, () => {
      assert.deepEqual(paths(files('context', wanted)), sent);
    });
  }

  it('sends everything for a wildcard at the beginning', () => {
    assert.equal(files('context', ['*.py'])?.length, entries.length);
  });

  it('gives two contents of the same size and second different times, and the same content the same', () => {
    const timeOf = (text: string): bigint | undefined =>
      syncContext([file('a', text)], [])('context', [])?.[0]?.modified;
    const [one, same, other] = [timeOf('print(1)'), timeOf('print(1)'), timeOf('print(2)')];
    assert.equal(one, same);
    assert.notEqual(one, other);
    const second = BigInt(Math.floor(modified.getTime() / 1000));
    for (const time of [one, other]) assert.equal(time === undefined ? undefined : time / 1_000_000_000n, second);
  });
});
