import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { packageChart } from '../../../src/core/charts/packageChart.ts';
import { stageChart } from '../../../src/core/charts/stageChart.ts';
import { readChart } from '../../../src/core/project/readChart.ts';
import { recordStep } from '../../support/recordingStep.ts';
import { useTemporaryFolder } from '../../support/temporaryFolder.ts';
import { writeFiles } from '../../support/writeFiles.ts';

const helm = process.env['EDK_HELM'] ?? 'helm';

const template = (name: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata:\n  text: {{ .Files.Get "guide.md" | quote }}\n`;

const charts: Readonly<Record<string, string>> = {
  'outer/Chart.yaml':
    'apiVersion: v2\nname: outer\nversion: 0.1.0\ndependencies:\n- {name: inner, version: 0.2.0, repository: "file://../inner"}\n',
  'outer/values.yaml': 'global: {}\n',
  'outer/templates/map.yaml': template('outer'),
  'outer/guide.md': '# outer',
  'inner/Chart.yaml': 'apiVersion: v2\nname: inner\nversion: 0.2.0\n',
  'inner/templates/map.yaml': template('inner'),
  'inner/guide.md': '# inner',
  'inner/data/list.json': '[]',
};

/** What stands in which .helmignore. */
const cases: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'nothing ignored': {},
  "a file of the subchart, in the parent's": { 'outer/.helmignore': 'guide.md\n' },
  "the subchart's folder, in the parent's": { 'outer/.helmignore': 'charts/inner\n' },
  "all that lies deeper, in the parent's": { 'outer/.helmignore': 'inner/\n*.json\n' },
  "a file, in the subchart's own": { 'inner/.helmignore': 'data/\nguide.md\n' },
  'one in each': { 'outer/.helmignore': '*.json\n', 'inner/.helmignore': 'guide.md\n' },
};

describe('.helmignore', function () {
  this.timeout(60_000);
  const folder = useTemporaryFolder();
  const at = (path: string): string => join(folder.path, path);

  for (const [title, ignored] of Object.entries(cases)) {
    it(`${title}: the package holds what Helm's own has`, async () => {
      await writeFiles(at('project'), { ...charts, ...ignored });
      await cp(at('project'), at('helm'), { recursive: true });
      execFileSync(helm, ['dependency', 'update', at('helm/outer')], { stdio: 'pipe' });
      execFileSync(helm, ['package', at('helm/outer'), '--destination', at('helm')], { stdio: 'pipe' });

      const file = await packaged();
      assert.deepEqual(filesOf(file), filesOf(at('helm/outer-0.1.0.tgz')));
      assert.equal(render(file), render(at('helm/outer-0.1.0.tgz')));
    });
  }

  async function packaged(): Promise<string> {
    await mkdir(at('work'));
    const { step } = recordStep();
    const staged = await stageChart({
      chart: await readChart(at('project/outer')),
      targetFolder: at('work'),
      buildVersion: '0.1.0',
      imageTag: undefined,
      registryPull: 'localhost:32000',
      kaapanaRepository: undefined,
      templatesFolder: at('templates'),
      imageNames: [],
    });
    const options = { staged, helm, workFolder: at('work'), outputFolder: at('out'), values: {}, namespace: 'admin' };
    await packageChart(options, step);
    const [name = ''] = await readdir(at('out'));
    return at(`out/${name}`);
  }
});

/** Without the lock file, which says when it was made. */
function filesOf(archive: string): string[] {
  const names = execFileSync('tar', ['-tzf', archive], { encoding: 'utf8' }).trim().split('\n');
  return names.filter((name) => !name.endsWith('Chart.lock')).sort();
}

function render(archive: string): string {
  return execFileSync(helm, ['template', 'one', archive], { encoding: 'utf8' });
}
