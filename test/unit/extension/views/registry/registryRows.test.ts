import assert from 'node:assert/strict';
import { EdkError } from '../../../../../src/core/errors/edkError.ts';
import {
  registryRows,
  tagRows,
  tagsOfImage,
  type RegistryRowsOptions,
} from '../../../../../src/extension/views/registry/registryRows.ts';

const say = (text: string, ...args: readonly string[]): string =>
  text.replaceAll(/\{(\d)\}/g, (_whole, index: string) => args[Number(index)] ?? '');
const image = { repository: 'dag-lung', tag: '0.6.0', digest: 'sha256:1', size: 5_000_000, created: new Date(0) };
const options: RegistryRowsOptions = {
  repositories: [
    { name: 'base-installer', tags: ['latest'] },
    { name: 'dag-lung', tags: ['0.6.0', '0.6.0-c1'] },
  ],
  usedBy: new Map([['dag-lung', ['lung', 'lung-2']]]),
  readTags: () => Promise.resolve([image]),
  now: () => 60_000,
  translate: say,
};

describe('registryRows', () => {
  it('shows repositories with their tags and the projects that build them', () => {
    assert.deepEqual(
      registryRows(options).map(({ label, description, icon }) => [label, description, icon]),
      [
        ['base-installer', '1 tag', 'archive'],
        ['dag-lung', '2 tags · lung · lung-2', 'package'],
      ],
    );
  });

  it('looks up tags when a repository is opened', async () => {
    const { children } = registryRows(options)[1] ?? {};
    const [row] = typeof children === 'function' ? await children() : [];
    assert.deepEqual([row?.label, row?.description, row?.context], ['0.6.0', '5.0 MB · 60s old', 'tag']);
  });

  it('says below the repository why its tags cannot be had', async () => {
    const readTags = () => Promise.reject(new EdkError('registry.unreachable', 'It cannot be reached.'));
    const { children } = registryRows({ ...options, readTags })[0] ?? {};
    const [row] = typeof children === 'function' ? await children() : [];
    assert.equal(row?.label, 'It cannot be reached.');
    assert.equal(row.context, 'error');
  });
});

describe('tagRows', () => {
  it('shows the newest first, and what is known of an image that lacks something', () => {
    const unknown = { ...image, tag: 'odd', size: undefined, created: undefined };
    const newer = { ...image, tag: 'new', created: new Date(5000) };
    assert.deepEqual(
      tagRows([image, unknown, newer], { now: 5000, translate: say }).map(({ label, description }) => [
        label,
        description,
      ]),
      [
        ['new', '5.0 MB · 0s old'],
        ['0.6.0', '5.0 MB · 5s old'],
        ['odd', ''],
      ],
    );
  });
});

describe('tagsOfImage', () => {
  it('finds the tags that go away together', () => {
    const same = { ...image, tag: '0.6.0-c1' };
    const other = { ...image, tag: 'old', digest: 'sha256:2' };
    assert.deepEqual(tagsOfImage([image, same, other], image), ['0.6.0', '0.6.0-c1']);
    assert.deepEqual(tagsOfImage([other], { ...image, digest: undefined }), ['0.6.0']);
  });
});
