import assert from 'node:assert/strict';
import { readdirSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DigestCache, hashContext } from '../../../../../src/core/images/context/hashContext.ts';
import { parseIgnoreRules } from '../../../../../src/core/project/ignoreRules.ts';
import { walkContext, type ContextEntry } from '../../../../../src/core/images/context/walkContext.ts';
import { writeFiles } from '../../../../support/imageProject.ts';
import { useTemporaryFolder } from '../../../../support/temporaryFolder.ts';

describe('DigestCache', () => {
  const context = useTemporaryFolder();
  const cache = useTemporaryFolder();
  const { signal } = new AbortController();
  const second = 1000;
  const stamp = { modified: 1_000_000, changed: 1_000_000, inode: 7 };
  const digest = 'd'.repeat(64);
  const open = (): Promise<DigestCache> => DigestCache.open(cache.path, context.path);
  const remember = async (started: number): Promise<void> => {
    const digests = await open();
    digests.add('a', { size: 3, stamp, digest, started });
    await digests.save();
  };

  it('knows a file of the same size, times and inode', async () => {
    await remember(1_000_000 + 10 * second);
    const digests = await open();
    assert.equal(digests.find('a', 3, stamp), digest);
    assert.equal(digests.find('b', 3, stamp), undefined);
    assert.equal(digests.find('a', 4, stamp), undefined);
    for (const other of [{ modified: 1_000_001 }, { changed: 1_000_001 }, { inode: 8 }]) {
      assert.equal(digests.find('a', 3, { ...stamp, ...other }), undefined, JSON.stringify(other));
    }
  });

  it('forgets what changed so shortly before that it may change again unseen', async () => {
    await remember(1_000_000 + second);
    assert.equal((await open()).find('a', 3, stamp), undefined);
  });

  it('forgets files from the future, as after the clock was set back', async () => {
    await remember(500_000);
    assert.equal((await open()).find('a', 3, stamp), undefined);
  });

  it('is an empty one when its file is broken', async () => {
    await remember(1_000_000 + 10 * second);
    const [name = ''] = readdirSync(cache.path);
    for (const broken of [
      '',
      '[',
      '[1,["a"]]',
      '[0,["a",3,1,1,7,"x"]]',
      '{}',
      '[1,["a",3,1000000,1000000,7,"short"]]',
    ]) {
      writeFileSync(join(cache.path, name), broken);
      assert.equal((await open()).find('a', 3, stamp), undefined, broken);
    }
  });

  it('drops files that are gone, and writes only when there is something new', async () => {
    await remember(1_000_000 + 10 * second);
    const digests = await open();
    digests.add('b', { size: 1, stamp, digest, started: 1_000_000 + 10 * second });
    await digests.save();
    const [name = ''] = readdirSync(cache.path);
    const before = statSync(join(cache.path, name), { bigint: true }).ino;
    const again = await open();
    assert.equal(again.find('a', 3, stamp), undefined);
    assert.equal(again.find('b', 1, stamp), digest);
    await again.save();
    assert.equal(statSync(join(cache.path, name), { bigint: true }).ino, before);
  });

  /** Entries as if everything had been changed long ago. */
  async function* aged(): AsyncGenerator<ContextEntry> {
    const entries = walkContext({ context: context.path, rules: parseIgnoreRules(''), isCopied: () => true, signal });
    for await (const entry of entries) {
      yield entry.kind === 'file' ? { ...entry, stamp: { ...entry.stamp, changed: entry.stamp.modified } } : entry;
    }
  }
  const hash = async (): Promise<Map<string, string>> => {
    const digests = await open();
    const files = await hashContext({ context: context.path, entries: aged(), overlay: new Map(), digests });
    await digests.save();
    return files;
  };

  it('gives the same hashes as reading does, and follows every change', async () => {
    writeFiles(context.path, { a: 'one', b: 'two' });
    for (const name of ['a', 'b']) utimesSync(join(context.path, name), 1000, 1000);
    const first = await hash();
    assert.deepEqual(await hash(), first);
    // Of the same size, put in place with the old time: the inode tells.
    writeFiles(context.path, { c: 'six' });
    utimesSync(join(context.path, 'c'), 1000, 1000);
    renameSync(join(context.path, 'c'), join(context.path, 'a'));
    const second = await hash();
    assert.notEqual(second.get('a'), first.get('a'));
    assert.equal(second.get('b'), first.get('b'));
  });
});
