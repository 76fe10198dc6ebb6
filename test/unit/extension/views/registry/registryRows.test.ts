import assert from 'node:assert/strict';
import { EdkError } from '../../../../../src/core/errors/edkError.ts';
import type { Project } from '../../../../../src/core/project/project.ts';
import { imageOf } from '../../../../../src/core/project/readImage.ts';
import { SourceFile } from '../../../../../src/core/project/sourceFile.ts';
import { imageUsers } from '../../../../../src/extension/views/registry/imageUsers.ts';
import {
  registryRows,
  tagRows,
  tagsOfImage,
  type RegistryRowsOptions,
} from '../../../../../src/extension/views/registry/registryRows.ts';
import { inEnglish } from '../../../../support/inEnglish.ts';

const image = { repository: 'dag-lung', tag: '0.6.0', digest: 'sha256:1', size: 5_000_000, created: new Date(0) };
const options: RegistryRowsOptions = {
  repositories: [
    { name: 'base-installer', tags: ['latest'] },
    { name: 'dag-lung', tags: ['0.6.0', '0.6.0-c1'] },
  ],
  users: new Map([
    ['dag-lung', { builtBy: ['lung', 'lung-2'], usedBy: [] }],
    ['base-installer', { builtBy: [], usedBy: ['lung'] }],
  ]),
  deployments: [{ releaseName: 'lung-workflow', images: ['dag-lung:0.6.0'] }],
  readTags: () => Promise.resolve([image]),
  now: () => 60_000,
  translate: inEnglish,
};

describe('registryRows', () => {
  it('shows repositories with their tags and the projects that build them', () => {
    assert.deepEqual(
      registryRows(options).map(({ label, description, icon }) => [label, description, icon]),
      [
        ['base-installer', '1 tag', 'archive'],
        ['dag-lung', '2 tags · lung · lung-2 · lung-workflow', 'package'],
      ],
    );
  });

  it('looks up tags when a repository is opened', async () => {
    const { children } = registryRows(options)[1] ?? {};
    const [row] = typeof children === 'function' ? await children() : [];
    assert.deepEqual(
      [row?.label, row?.description, row?.context],
      ['0.6.0', '5.0 MB · 60s old · used by lung-workflow', 'tag'],
    );
  });

  it('says below the repository why its tags cannot be had', async () => {
    const readTags = () => Promise.reject(new EdkError('registry.unreachable', 'It cannot be reached.'));
    const { children } = registryRows({ ...options, readTags })[0] ?? {};
    const [row] = typeof children === 'function' ? await children() : [];
    assert.equal(row?.label, 'Registry unreachable');
    assert.match(row.tooltip ?? '', /^It cannot be reached\./);
    assert.equal(row.context, 'error');
  });
});

describe('imageUsers', () => {
  it('knows who builds an image and who starts from it', () => {
    const place = { file: '/w/Dockerfile', line: 1 };
    const base = { reference: 'local-only/base-installer:latest', place, start: 0, end: 1 };
    const foreign = { ...base, reference: 'debian:12' };
    const file = new SourceFile(
      '/w/Dockerfile',
      'Dockerfile',
      'FROM local-only/base-installer\nFROM x/y:1\nLABEL IMAGE=dag-lung\n',
    );
    const parts = { file, context: '/w', contextPath: '.', ignoreFile: undefined };
    const source = { ...imageOf(parts, {}), bases: [base, foreign] };
    const project: Project = {
      ...{ folder: '/w', name: 'lung', images: [source], charts: [], unread: [], filesComplete: true },
      ...{ files: new Map(), folders: new Set(), texts: new Map(), dagFiles: new Map(), edkYaml: undefined },
    };
    const entry = {
      kind: 'read',
      folder: '/w',
      project,
      chart: undefined,
      dagFiles: [],
      buildVersion: '0.6.0',
      job: undefined,
      watched: false,
    } as const;
    const users = imageUsers([entry], { push: 'localhost:32000', pull: 'localhost:32000' });
    assert.deepEqual(
      [...users],
      [
        ['dag-lung', { builtBy: ['lung'], usedBy: [] }],
        ['base-installer', { builtBy: [], usedBy: ['lung'] }],
      ],
    );
  });
});

describe('tagRows', () => {
  it('shows the newest first, and what is known of an image that lacks something', () => {
    const unknown = { ...image, tag: 'odd', size: undefined, created: undefined };
    const newer = { ...image, tag: 'new', created: new Date(5000) };
    assert.deepEqual(
      tagRows([image, unknown, newer], { deployments: [], now: 5000, translate: inEnglish }).map(
        ({ label, description }) => [label, description],
      ),
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
