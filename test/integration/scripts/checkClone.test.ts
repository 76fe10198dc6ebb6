import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { useTemporaryFolder } from '../../support/temporaryFolder.ts';
import { writeFiles } from '../../support/writeFiles.ts';

const script = fileURLToPath(import.meta.resolve('../../../scripts/checkClone.mjs'));
const chart = (name: string, rest: string): string =>
  `apiVersion: v2\nname: ${name}\nversion: 0.0.0\ndescription: d\n${rest}`;
const application = 'keywords: [kaapanaapplication]\nannotations: { ui-visible-name: A }\n';
const template =
  'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: "{{ .Values.global.services_namespace }}" }\n';

describe('npm run check:clone', () => {
  const folder = useTemporaryFolder();

  const run = async (): Promise<string> => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script, folder.path], {
      env: { ...process.env, NO_COLOR: '1' },
    });
    return stdout;
  };

  it('counts by rule what it finds in the extensions of a clone, and names the places', async () => {
    await writeFiles(folder.path, {
      'services/utils/shared-chart/Chart.yaml': chart('shared-chart', 'type: library\n'),
      'services/applications/good/good-chart/Chart.yaml': chart(
        'good-chart',
        `${application}dependencies: [{ name: shared-chart, version: 0.0.0 }]\n`,
      ),
      'services/applications/good/good-chart/values.yaml': 'global: {}\n',
      'services/applications/good/good-chart/templates/a.yaml': template,
      'services/applications/twice/twice-chart/Chart.yaml': chart('twice-chart', application),
      'services/applications/twice/twice-chart/values.yaml': 'global: {}\nx: 1\nx: 2\n',
      'services/applications/twice/twice-chart/templates/a.yaml': template,
      'services/store/database-chart/Chart.yaml': chart('Database_Chart', ''),
    });
    const lines = (await run()).split('\n');
    assert.match(lines[0] ?? '', /^Rule +Severity +Findings +Projects$/u);
    assert.match(lines[1] ?? '', /^chart\/key-repeated +warning +1 +1$/u);
    assert.deepEqual(lines.slice(2), [
      '',
      '1 findings in 2 projects.',
      'chart/key-repeated (warning) services/applications/twice: services/applications/twice/twice-chart/values.yaml:3: Duplicate key "x": the value in line 2 is ignored.',
      '',
    ]);
  });

  it('ends with 2 where there is nothing to check', async () => {
    await assert.rejects(run(), { code: 2 });
  });
});
