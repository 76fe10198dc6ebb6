import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from 'sarif';
import { catalogue } from '../../../src/core/errors/catalogue.ts';
import { useEdk } from '../../support/runEdk.ts';
import { smallProject } from '../../support/smallProject.ts';
import { writeFiles } from '../../support/writeFiles.ts';

describe('edk check', () => {
  const workshop = useEdk();

  const templates = ['workflow', 'application', 'application --instances many'];
  for (const template of templates) {
    it(`finds nothing in what "edk new ${template}" makes, the rendered chart included`, async function () {
      this.timeout(60_000);
      const { edk } = workshop;
      await edk.succeeds(['new', ...template.split(' '), '--name', 'fresh', '--yes']);
      const { stdout } = await edk.succeeds(['check', '--dir', 'fresh', '--fail-on', 'hint']);
      assert.match(stdout, /Nothing found\./u);
    });
  }

  it('writes SARIF for CI, with paths from where it was started, whatever the exit code', async () => {
    const { edk } = workshop;
    await writeFiles(join(edk.project, 'extensions/small'), {
      ...smallProject,
      'docker/Dockerfile': 'FROM scratch\nLABEL VERSION="1"\nCOPY hello.txt /\n',
    });
    const run = await edk.run(['check', '--dir', 'extensions/small', '--sarif', 'reports/edk.sarif']);
    assert.equal(run.exitCode, catalogue['check.failed'].exitCode, run.stdout + run.stderr);
    const log = JSON.parse(readFileSync(join(edk.project, 'reports/edk.sarif'), 'utf8')) as Log;
    const found = log.runs[0]?.results?.find(({ ruleId }) => ruleId === 'image/label-missing');
    const place = found?.locations?.[0]?.physicalLocation;
    assert.equal(place?.artifactLocation?.uri, 'extensions/small/docker/Dockerfile');
    assert.match(log.runs[0]?.tool.driver.semanticVersion ?? '', /^\d+\.\d+\.\d+/u);
    edk.assertClean();
  });
});
