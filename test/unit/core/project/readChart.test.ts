import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ErrorCode } from '../../../../src/core/errors/catalogue.ts';
import { readChart, readDependencyChart } from '../../../../src/core/project/readChart.ts';
import { rejection } from '../../../support/rejection.ts';
import { useTemporaryFolder } from '../../../support/temporaryFolder.ts';
import { writeFiles } from '../../../support/writeFiles.ts';

const head = 'apiVersion: v2\nname: my-workflow\nversion: 0.0.0\n';

describe('readChart', () => {
  const folder = useTemporaryFolder();

  it('reads a chart with everything', async () => {
    await writeFiles(folder.path, {
      'Chart.yaml': `${head}keywords: [kaapanaworkflow]\nannotations:\n  ui-visible-name: "My Workflow"\ndependencies:\n  - name: dep\n    version: 0.0.0\n    repository: file://../dep\n`,
      'values.yaml': 'global:\n  image: dag-x\n',
    });
    const chart = await readChart(folder.path);
    assert.deepEqual(chart, {
      folder: folder.path,
      name: 'my-workflow',
      version: '0.0.0',
      apiVersion: 'v2',
      keywords: ['kaapanaworkflow'],
      title: 'My Workflow',
      dependencies: [
        {
          name: 'dep',
          version: '0.0.0',
          repository: 'file://../dep',
          place: { file: join(folder.path, 'Chart.yaml'), line: 8, column: 5 },
        },
      ],
      values: { global: { image: 'dag-x' } },
    });
  });

  it('reads dependencies of requirements.yaml; values.yaml may be missing', async () => {
    await writeFiles(folder.path, {
      'Chart.yaml': head.replace('v2', 'v1'),
      'requirements.yaml': 'dependencies:\n- name: dep\n  version: "1"\n  repository: ""\n',
    });
    const chart = await readChart(folder.path);
    assert.deepEqual(chart.values, {});
    assert.equal(chart.title, 'my-workflow');
    assert.deepEqual(
      chart.dependencies.map(({ name, repository, place }) => [name, repository, place.line]),
      [['dep', undefined, 2]],
    );
  });

  const charts: readonly (readonly [title: string, chart: string, line: number, column: number, reason: RegExp])[] = [
    ['no apiVersion', 'name: a\nversion: 1.0.0\n', 1, 1, /apiVersion is missing/u],
    ['another apiVersion', 'apiVersion: v3\nname: a\nversion: 1.0.0\n', 1, 13, /"v3"; it must be v1 or v2/u],
    ['no name', 'apiVersion: v2\nversion: 1.0.0\n', 1, 1, /chart name is missing/u],
    ['a number for a name', 'apiVersion: v2\nname: 12\nversion: 1.0.0\n', 2, 7, /put it in quotes/u],
    ['a name with a blank', 'apiVersion: v2\nname: my chart\nversion: 1.0.0\n', 2, 7, /it contains spaces/u],
    [
      'a name with an umlaut',
      'apiVersion: v2\nname: münchen\nversion: 1.0.0\n',
      2,
      7,
      /"ü" is not a lower-case letter/u,
    ],
    ['a name with a dot', 'apiVersion: v2\nname: my.chart\nversion: 1.0.0\n', 2, 7, /it contains a dot/u],
    ['a name with capitals', 'apiVersion: v2\nname: MyChart\nversion: 1.0.0\n', 2, 7, /upper-case/u],
    ['a name with an underscore', 'apiVersion: v2\nname: my_chart\nversion: 1.0.0\n', 2, 7, /underscore/u],
    [
      'a name of 64 characters',
      `apiVersion: v2\nname: ${'a'.repeat(64)}\nversion: 1.0.0\n`,
      2,
      7,
      /64 characters; Helm allows at most 53/u,
    ],
    ['a name out of its folder', 'apiVersion: v2\nname: ../x\nversion: 1.0.0\n', 2, 7, /dot/u],
    ['no version', 'apiVersion: v2\nname: a\n', 1, 1, /chart version is missing/u],
    ['a number for a version', 'apiVersion: v2\nname: a\nversion: 1.0\n', 3, 10, /is not text/u],
    ['no semantic version', 'apiVersion: v2\nname: a\nversion: "1.0"\n', 3, 10, /not a semantic version/u],
    ['keywords that are no list', `${head}keywords: x\n`, 4, 11, /must be a list/u],
    ['a keyword that is no text', `${head}keywords:\n  - a\n  - 1\n`, 6, 5, /keyword 1 is not text/u],
    ['dependencies that are no list', `${head}dependencies:\n  a: b\n`, 5, 3, /must be a list/u],
    [
      'a dependency without version',
      `${head}dependencies:\n  - name: a\n`,
      5,
      5,
      /version of the dependency is missing/u,
    ],
    [
      'a dependency whose version is a number',
      `${head}dependencies:\n  - name: a\n    version: 1.0\n`,
      6,
      14,
      /must be text, not 1/u,
    ],
    ['a list', '- a\n', 1, 1, /is a list; it must be a map/u],
    ['nothing', '', 1, 1, /is empty/u],
  ];
  for (const [title, chart, line, column, reason] of charts) {
    it(`names the place in a Chart.yaml with ${title}`, async () => {
      await writeFile(join(folder.path, 'Chart.yaml'), chart);
      const error = await rejection(readChart(folder.path), 'chart.invalid');
      assert.match(error.message, reason);
      assert.deepEqual(error.place, { file: join(folder.path, 'Chart.yaml'), line, column });
    });
  }

  const files: readonly (readonly [title: string, files: Record<string, string>, code: ErrorCode, line: number])[] = [
    ['broken values.yaml', { 'values.yaml': 'global:\n  a: [1\nb: 2\n' }, 'yaml.invalid', 3],
    ['values.yaml that is a list', { 'values.yaml': '\n- a\n' }, 'chart.invalid', 2],
    ['broken requirements.yaml', { 'requirements.yaml': 'dependencies:\n- name: "a\n' }, 'yaml.invalid', 3],
    ['broken Chart.yaml', { 'Chart.yaml': 'name: a\n version: 1\n' }, 'yaml.invalid', 2],
  ];
  for (const [title, broken, code, line] of files) {
    it(`names the line of ${title}`, async () => {
      await writeFiles(folder.path, { 'Chart.yaml': head, ...broken });
      const error = await rejection(readChart(folder.path), code);
      assert.equal(error.place?.file, join(folder.path, Object.keys(broken)[0] ?? ''));
      assert.equal(error.place.line, line);
    });
  }

  it('lets dependencies have the names that Helm takes', async () => {
    const named = (name: string) =>
      writeFile(join(folder.path, 'Chart.yaml'), `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`);
    for (const name of ['seed_loader', 'Seed', 'a.b', '1st', `x${'y'.repeat(100)}`]) {
      await named(name);
      assert.equal((await readDependencyChart(folder.path)).name, name);
      await rejection(readChart(folder.path), 'chart.invalid');
    }
    for (const name of ['a/b', '..', 'a b']) {
      await named(name);
      await rejection(readDependencyChart(folder.path), 'chart.invalid');
    }
  });

  it('names a folder without Chart.yaml', async () => {
    await rejection(readChart(folder.path), 'chart.missing');
  });

  it('names a file that is no text', async () => {
    await writeFile(join(folder.path, 'Chart.yaml'), Buffer.from([0x6e, 0xfc, 0x3a]));
    assert.match((await rejection(readChart(folder.path), 'yaml.invalid')).message, /UTF-8/u);
  });
});
