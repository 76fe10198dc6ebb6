import assert from 'node:assert/strict';
import { join } from 'node:path';
import { parse } from 'yaml';
import { runTool } from '../../../src/core/process/runTool.ts';
import { readChartArchive } from '../../../src/core/platform/readChartArchive.ts';
import { packEntries, type PackedEntry } from '../../support/packChart.ts';
import { useTemporaryFolder } from '../../support/temporaryFolder.ts';

const helm = process.env['EDK_HELM'] ?? 'helm';
const { signal } = new AbortController();

const chart = (name: string): string => `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n`;

/** Names under which two charts lie in one archive; both readers have to find the same one, or none. */
const archives: Readonly<Record<string, readonly (readonly [string, PackedEntry])[]>> = {
  'as it is packed': [['one/Chart.yaml', chart('one')]],
  'a dot in front': [['./one/Chart.yaml', chart('one')]],
  'a dot as its folder': [['./Chart.yaml', chart('one')]],
  'a dot in front of another one': [
    ['two/Chart.yaml', chart('two')],
    ['./two/Chart.yaml', chart('hidden')],
  ],
  'a dot inside': [['one/./Chart.yaml', chart('one')]],
  'a way back inside': [['one/x/../Chart.yaml', chart('one')]],
  'two slashes': [['one/x//../Chart.yaml', chart('one')]],
  'a way out': [['one/../Chart.yaml', chart('one')]],
  'an absolute path': [['/Chart.yaml', chart('one')]],
  'an absolute path inside': [['one//Chart.yaml', chart('one')]],
  backslashes: [[String.raw`one\Chart.yaml`, chart('one')]],
  'backslashes beside slashes': [
    ['one/Chart.yaml', chart('one')],
    [String.raw`one/x\..\Chart.yaml`, chart('hidden')],
  ],
  'a drive': [
    ['one/Chart.yaml', chart('one')],
    ['one/c:/x', ''],
  ],
  'no folder': [['Chart.yaml', chart('one')]],
  'dots in a name': [
    ['one/Chart.yaml', chart('one')],
    ['one/..x', ''],
  ],
  'a mark of the byte order': [['one/Chart.yaml', `\uFEFF${chart('one')}`]],
  'the same twice': [
    ['one/Chart.yaml', chart('one')],
    ['one/Chart.yaml', chart('hidden')],
  ],
  'capital letters': [['one/chart.yaml', chart('one')]],
};

describe('a packaged chart whose paths have', function () {
  this.timeout(60_000);
  const folder = useTemporaryFolder();

  for (const [title, entries] of Object.entries(archives)) {
    it(`${title}: what we read of it is what Helm reads`, async () => {
      const file = await packEntries(join(folder.path, 'one-0.1.0.tgz'), entries);
      const ours = await readChartArchive(file, { wanted: ['Chart.yaml'], signal }).then(
        ({ files }) => nameIn(files.get('Chart.yaml')),
        () => undefined,
      );
      const call = { executable: helm, arguments: ['show', 'chart', file], parse: nameOf };
      const helms = await runTool(call).catch(() => undefined);
      // What we refuse although Helm takes it reaches no platform.
      if (ours !== undefined) assert.equal(ours, helms);
    });
  }

  it('dots and slashes that mean nothing: taken by both', async () => {
    for (const path of ['one/./Chart.yaml', 'one/x/../Chart.yaml', String.raw`one\Chart.yaml`]) {
      const file = await packEntries(join(folder.path, 'one-0.1.0.tgz'), [[path, chart('one')]]);
      const { files } = await readChartArchive(file, { wanted: ['Chart.yaml'], signal });
      assert.equal(nameIn(files.get('Chart.yaml')), 'one');
    }
  });
});

function nameOf({ stdout }: { readonly stdout: string }): string | undefined {
  return nameIn(stdout);
}

function nameIn(text: string | undefined): string | undefined {
  return text === undefined ? undefined : (parse(text) as { name?: string }).name;
}
