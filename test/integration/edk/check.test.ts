import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import ajvDraft4 from 'ajv-draft-04';
import type { Log } from 'sarif';
import { catalogue } from '../../../src/core/errors/catalogue.ts';
import { suppressedProject } from '../../support/checks/suppressedProject.ts';
import { putImage } from '../../support/putImage.ts';
import { readEvents, useEdk } from '../../support/runEdk.ts';
import { smallProject } from '../../support/smallProject.ts';
import { startRegistry, type TestRegistry } from '../../support/startRegistry.ts';
import { writeWorkflowProject } from '../../support/workflowProject.ts';
import { writeFiles } from '../../support/writeFiles.ts';

const Draft4 = ajvDraft4.default;
const require = createRequire(import.meta.url);

describe('edk check', () => {
  const workshop = useEdk();

  const templates = ['workflow', 'application', 'application --instances many'];
  for (const template of templates) {
    it(`finds nothing in what "edk new ${template}" makes, the rendered chart included`, async function () {
      this.timeout(60_000);
      const { edk } = workshop;
      await edk.succeeds(['new', ...template.split(' '), '--name', 'fresh', '--yes']);
      const { stdout } = await edk.succeeds(['check', '--dir', 'fresh', '--fail-on', 'hint']);
      assert.match(stdout, /No problems found\./u);
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

  it('writes what the schema of SARIF 2.1.0 asks for, with fixes and with what is suppressed', async () => {
    const { edk } = workshop;
    await writeFiles(edk.project, suppressedProject);
    await edk.run(['check', '--sarif', 'edk.sarif']);
    const log = JSON.parse(readFileSync(join(edk.project, 'edk.sarif'), 'utf8')) as Log;
    const results = log.runs[0]?.results ?? [];
    assert.ok(results.some(({ fixes }) => fixes !== undefined));
    const suppressed = results.flatMap(({ suppressions = [] }) => suppressions.map(({ kind }) => kind));
    assert.deepEqual(new Set(suppressed), new Set(['inSource', 'external']));

    const schema = require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json') as object;
    // Formats are those of addresses and dates; there is one address, and no date.
    const isSarif = new Draft4({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
    assert.equal(isSarif(log), true, JSON.stringify(isSarif.errors));
    assert.equal(isSarif({ ...log, version: '2.0' }), false);
  });

  describe('--references', () => {
    let local: TestRegistry;
    let platform: TestRegistry;
    before(async () => {
      [local, platform] = await Promise.all([startRegistry(), startRegistry()]);
      await putImage(local.address, { repository: 'lung', tag: '1.0' });
      await putImage(platform.address, { repository: 'dcm2bin', tag: '0.6.0' });
    });
    after(() => Promise.all([local.stop(), platform.stop()]));

    it('resolves every image of operators and chart, and says where it comes from or that it is nowhere', async () => {
      const { edk } = workshop;
      await writeWorkflowProject(edk.project, 'liver');
      const images = [
        'f"{DEFAULT_REGISTRY}/liver:{KAAPANA_BUILD_VERSION}"',
        'f"{DEFAULT_REGISTRY}/dcm2bin:{KAAPANA_BUILD_VERSION}"',
        `"${local.address}/lung:1.0"`,
        `"${local.address}/lung:2.0"`,
        '"127.0.0.1:9/else:1"',
        'image_of_today()',
      ];
      await writeFiles(edk.project, {
        'extension/docker/files/liver/ProcessOperator.py': images.map((one) => `Operator(image=${one})\n`).join(''),
        'edk.yaml': `platformRegistry: ${platform.address}\n`,
      });
      const check = ['check', '--references', '--registry', local.address, '--build-version', '0.6.0'];
      const { exitCode, stdout } = await edk.run([...check, '--json']);
      assert.equal(exitCode, catalogue['check.failed'].exitCode, stdout);
      const end = readEvents(stdout).at(-1);
      assert.ok(end?.type === 'job-finished');
      const { references, findings } = end.value as {
        references: { name?: string; tag?: string; origin: string; by: string }[];
        findings: { rule: string; range: { line: number } }[];
      };
      const told = references.map(({ name, tag, origin }) => [name, tag, origin].join(' '));
      assert.deepEqual(told.slice(0, 6), [
        'liver 0.6.0 project',
        'dcm2bin 0.6.0 platform',
        'lung 1.0 registry',
        'lung 2.0 nowhere',
        'else 1 unknown',
        '  unknown',
      ]);
      assert.deepEqual([...new Set(told.slice(6))], ['dag-liver 0.6.0 project']);
      const missing = findings.filter(({ rule }) => rule === 'reference/nowhere');
      assert.deepEqual(
        missing.map(({ range }) => range.line),
        [4],
      );
      const people = await edk.run(check);
      assert.match(people.stdout, /lung +2\.0 +NOT FOUND +extension\/docker\/files\/liver\/ProcessOperator\.py:4/u);
      assert.match(people.stdout, /dcm2bin +0\.6\.0 +in the platform's registry/u);
      edk.assertClean();
    });
  });
});
