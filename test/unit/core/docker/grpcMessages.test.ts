import assert from 'node:assert/strict';
import protobuf from 'protobufjs';
import { encodeStat, inSyncOrder, type SyncedEntry } from '../../../../src/core/docker/grpcMessages.ts';

const field = (type: string, id: number): { type: string; id: number } => ({ type, id });

/** types/stat.proto of fsutil. */
const stat = protobuf.Root.fromJSON({
  nested: {
    Stat: {
      fields: {
        path: field('string', 1),
        mode: field('uint32', 2),
        uid: field('uint32', 3),
        gid: field('uint32', 4),
        size: field('int64', 5),
        modTime: field('int64', 6),
        linkname: field('string', 7),
      },
    },
  },
}).lookupType('Stat');

const decode = (entry: SyncedEntry): unknown =>
  stat.toObject(stat.decode(encodeStat(entry)), { longs: String, defaults: true });

describe('a synced entry', () => {
  const owner = { uid: 0, gid: 0 };
  const cases: { what: string; entry: SyncedEntry; told: Record<string, unknown> }[] = [
    {
      what: 'a large file with a time to the nanosecond and all special bits',
      entry: {
        kind: 'file',
        path: 'a/ü',
        mode: 0o7755,
        modified: 1_795_610_351_954_123_457n,
        size: 5_000_000_001,
        content: () => [],
      },
      told: {
        path: 'a/ü',
        // setuid, setgid and sticky of Go's os.FileMode
        mode: 0o755 + 2 ** 23 + 2 ** 22 + 2 ** 20,
        size: '5000000001',
        modTime: '1795610351954123457',
        linkname: '',
      },
    },
    {
      what: 'a folder from before 1970',
      entry: { kind: 'folder', path: 'a', mode: 0o700, modified: -1_500_000_000n },
      told: { path: 'a', mode: 2 ** 31 + 0o700, size: '0', modTime: '-1500000000', linkname: '' },
    },
    {
      what: 'a link, as long as its target in bytes',
      entry: { kind: 'link', path: 'l', mode: 0o777, modified: 0n, target: 'ü' },
      told: { path: 'l', mode: 2 ** 27 + 0o777, size: '2', modTime: '0', linkname: 'ü' },
    },
  ];
  for (const { what, entry, told } of cases) {
    it(`is told as Go keeps it: ${what}`, () => {
      assert.deepEqual(decode(entry), { ...owner, ...told });
    });
  }

  it('comes after its folder, before the next neighbour of that, and in the order of bytes', () => {
    const order = ['a', 'a/b', 'a/b/c', 'a/c', 'a b', 'a b/c', 'a-b', 'a.txt', 'aa', 'ä', '\uffee', '😀'];
    const shuffled = order.toReversed().map((path) => ({ path }));
    assert.deepEqual(
      inSyncOrder(shuffled).map(({ path }) => path),
      order,
    );
  });
});
