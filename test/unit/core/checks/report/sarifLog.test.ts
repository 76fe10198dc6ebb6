import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import ajvDraft4 from 'ajv-draft-04';
import { sarifLog } from '../../../../../src/core/checks/report/sarifLog.ts';
import { runChecks } from '../../../../../src/core/checks/runChecks.ts';
import { projectFolder, projectFrom } from '../../../../support/checks/projectFrom.ts';
import { sampleProject } from '../../../../support/checks/sampleProject.ts';

const Draft4 = ajvDraft4.default;
const dockerfile = 'processing-containers/liver/Dockerfile';
const require = createRequire(import.meta.url);
const schema = require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json') as object;
// Formats are those of addresses and dates; there is one address, and no date.
const isSarif = new Draft4({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);

const files = {
  ...sampleProject,
  [dockerfile]: [
    'FROM local-only/base-python-cpu:latest',
    'LABEL IMAGE="liver"',
    '# edk-ignore image/pip-unpinned: the newest is wanted',
    'RUN pip install numpy',
    'COPY files/process.py /kaapana/app/',
    'CMD ["python3", "/kaapana/app/process.py"]',
    '',
  ].join('\n'),
  'extension/docker/files/a b.py': 'def (\n',
  'edk.yaml': 'checks:\n  ignore:\n    - { rule: dag/syntax-error, reason: "not mine" }\n',
};

async function logOf(folder: string) {
  const result = runChecks({ project: await projectFrom(files) });
  return sarifLog(result, { version: '1.2.3', folder });
}

describe('findings as SARIF', () => {
  it('are what the schema of SARIF 2.1.0 asks for', async () => {
    const log = await logOf(projectFolder);
    assert.equal(isSarif(log), true, JSON.stringify(isSarif.errors));
    assert.equal(isSarif({ ...log, version: '2.0' }), false);
  });

  it('are the same text for the same findings, without any path of the machine', async () => {
    const text = JSON.stringify(await logOf(projectFolder));
    assert.equal(JSON.stringify(await logOf(projectFolder)), text);
    assert.ok(!text.includes(projectFolder));
  });

  it('say what, where, how bad, and how it is mended', async () => {
    const [run] = (await logOf(projectFolder)).runs;
    const found = run?.results?.find(({ ruleId }) => ruleId === 'image/label-version-missing');
    assert.ok(run !== undefined && found?.ruleIndex !== undefined);
    assert.equal(found.level, 'warning');
    assert.equal(run.tool.driver.rules?.[found.ruleIndex]?.id, 'image/label-version-missing');
    assert.deepEqual(found.locations?.[0]?.physicalLocation?.artifactLocation, {
      uri: dockerfile,
      uriBaseId: '%SRCROOT%',
    });
    assert.equal(found.fixes?.[0]?.artifactChanges[0]?.artifactLocation.uri, dockerfile);
    assert.deepEqual(found.suppressions, []);
  });

  it('tell what was suppressed, by what and why', async () => {
    const [run] = (await logOf(projectFolder)).runs;
    const suppressed = run?.results?.filter(({ suppressions }) => suppressions?.length === 1) ?? [];
    assert.deepEqual(
      suppressed.map(({ ruleId, suppressions, locations }) => [
        ruleId,
        suppressions?.[0]?.kind,
        suppressions?.[0]?.justification,
        locations?.[0]?.physicalLocation?.artifactLocation?.uri,
      ]),
      [
        ['image/pip-unpinned', 'inSource', 'the newest is wanted', dockerfile],
        ['dag/syntax-error', 'external', 'not mine', 'extension/docker/files/a%20b.py'],
      ],
    );
  });

  it('name files by their paths from the folder around, and those outside by their address', async () => {
    const uris = async (folder: string) =>
      new Set(
        (await logOf(folder)).runs[0]?.results?.map(
          ({ locations }) => locations?.[0]?.physicalLocation?.artifactLocation?.uri,
        ),
      );
    assert.ok((await uris('/projects')).has(`liver/${dockerfile}`));
    assert.ok((await uris('/projects/liver/extension')).has(`file://${projectFolder}/${dockerfile}`));
  });
});
