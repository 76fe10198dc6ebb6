import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { checkChartFile } from '../../../../src/core/platform/checkChartFile.ts';
import { chartEntries, packEntries, type PackedEntry } from '../../../support/packChart.ts';
import { rejection } from '../../../support/rejection.ts';
import { useTemporaryFolder } from '../../../support/temporaryFolder.ts';

const signal = new AbortController().signal;
const good = chartEntries('lung-workflow');

describe('checkChartFile', () => {
  const folder = useTemporaryFolder();

  it('reads what the chart says of itself', async () => {
    const file = await packEntries(join(folder.path, 'lung-workflow-0.6.0.tgz'), good);
    assert.deepEqual(await checkChartFile(file, { signal }), {
      file,
      name: 'lung-workflow',
      version: '0.6.0',
      keywords: ['kaapanaworkflow'],
      warnings: [],
    });
  });

  for (const name of ['lung', 'lung-ai']) {
    it(`warns of what the platform makes of the name ${name}`, async () => {
      const file = await packEntries(join(folder.path, `${name}-0.6.0.tgz`), chartEntries(name));
      assert.equal((await checkChartFile(file, { signal })).warnings.length, 1);
    });
  }

  const refused: Record<string, [fileName: string, entries: [string, PackedEntry][], reason: RegExp]> = {
    'another version in the file name': ['lung-workflow-0.7.0.tgz', good, /must be named lung-workflow-0\.6\.0\.tgz/],
    'another ending': ['lung-workflow-0.6.0.tar.gz', good, /must be named/],
    'a hyphen in the version': [
      'lung-workflow-0.6.0-rc1.tgz',
      chartEntries('lung-workflow', { version: '0.6.0-rc1' }),
      /name and version/,
    ],
    'another name than its folder': [
      'lung-workflow-0.6.0.tgz',
      good.map(([name, entry]): [string, PackedEntry] => [name.replace('lung-workflow/', 'other/'), entry]),
      /folder is "other"/,
    ],
    'no Chart.yaml': ['lung-workflow-0.6.0.tgz', good.slice(1), /no Chart\.yaml/],
    'two Chart.yaml': ['lung-workflow-0.6.0.tgz', [...good, ...good.slice(0, 1)], /twice/],
    'a Chart.yaml without a version': [
      'lung-workflow-0.6.0.tgz',
      [['lung-workflow/Chart.yaml', 'name: lung-workflow']],
      /version/,
    ],
    'a Chart.yaml that is no YAML': [
      'lung-workflow-0.6.0.tgz',
      [['lung-workflow/Chart.yaml', 'a: [']],
      /not valid YAML/,
    ],
    'no values.yaml': ['lung-workflow-0.6.0.tgz', good.slice(0, 1), /no values\.yaml/],
    'no global values': [
      'lung-workflow-0.6.0.tgz',
      chartEntries('lung-workflow', { values: 'a: 1' }),
      /values\.yaml is wrong \(global/,
    ],
    'no keyword of the platform': [
      'lung-workflow-0.6.0.tgz',
      chartEntries('lung-workflow', { keywords: ['other'] }),
      /would not list it/,
    ],
    'a second folder': ['lung-workflow-0.6.0.tgz', [...good, ['other/x', '']], /more than one folder/],
    'a path out of it': ['lung-workflow-0.6.0.tgz', [...good, ['lung-workflow/../../x', '']], /points outside/],
    'an absolute path': ['lung-workflow-0.6.0.tgz', [...good, ['/etc/x', '']], /points outside/],
    'a folder in front': [
      'lung-workflow-0.6.0.tgz',
      good.map(([name, entry]): [string, PackedEntry] => [`./${name}`, entry]),
      /no Chart\.yaml/,
    ],
    'a hidden second Chart.yaml': [
      'lung-workflow-0.6.0.tgz',
      [...good, ['lung-workflow/x/../Chart.yaml', 'name: other']],
      /twice/,
    ],
    'a second Chart.yaml as Windows writes it': [
      'lung-workflow-0.6.0.tgz',
      [...good, [String.raw`lung-workflow\Chart.yaml`, 'name: other']],
      /twice/,
    ],
    'a path out of it as Windows writes it': [
      'lung-workflow-0.6.0.tgz',
      [...good, [String.raw`lung-workflow\..\x`, '']],
      /points outside/,
    ],
    'a file beside its folder': ['lung-workflow-0.6.0.tgz', [...good, ['Chart.yaml', '']], /is not in a folder/],
    'a link': ['lung-workflow-0.6.0.tgz', [...good, ['lung-workflow/x', { linkTo: '/etc/passwd' }]], /symlink/],
    'nothing in it': ['lung-workflow-0.6.0.tgz', [], /empty/],
  };
  for (const [title, [fileName, entries, reason]] of Object.entries(refused)) {
    it(`refuses a chart with ${title}`, async () => {
      const file = await packEntries(join(folder.path, fileName), entries);
      const error = await rejection(checkChartFile(file, { signal }), 'chart.invalid');
      assert.match(error.message, reason);
      assert.equal(error.place?.file, file);
    });
  }

  it('refuses a name that a shell would understand', async () => {
    const file = await packEntries(join(folder.path, 'lung$(id)-0.6.0.tgz'), chartEntries('lung$(id)'));
    await rejection(checkChartFile(file, { signal }), 'name.invalid');
  });

  for (const [title, content] of [
    ['no archive', Buffer.from('<html>not found</html>')],
    ['an archive that was cut', gzipSync(Buffer.alloc(5000, 1)).subarray(0, 20)],
    ['a compressed text', gzipSync('name: lung-workflow'.repeat(100))],
  ] as const) {
    it(`refuses ${title}`, async () => {
      const file = join(folder.path, 'lung-workflow-0.6.0.tgz');
      writeFileSync(file, content);
      await rejection(checkChartFile(file, { signal }), 'chart.invalid');
    });
  }

  it('refuses a file that is not there', async () => {
    const error = await rejection(checkChartFile(join(folder.path, 'x-1.tgz'), { signal }), 'chart.invalid');
    assert.match(error.message, /no such file/);
  });

  it('stops reading at its limits', async () => {
    const usual = { entries: 10, bytes: 1_000_000, fileBytes: 30_000, ratio: 200 };
    const file = await packEntries(join(folder.path, 'lung-workflow-0.6.0.tgz'), [
      ...good,
      ['lung-workflow/zeros', '0'.repeat(20_000)],
    ]);
    await checkChartFile(file, { signal, limits: usual });
    for (const [limit, reason] of [
      [{ entries: 3 }, /more than 3 entries/],
      [{ bytes: 10_000 }, /more than 10000 bytes/],
      [{ fileBytes: 10 }, /too long/],
    ] as const) {
      const error = await rejection(checkChartFile(file, { signal, limits: { ...usual, ...limit } }), 'chart.invalid');
      assert.match(error.message, reason);
    }
  });
});
