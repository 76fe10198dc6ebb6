import assert from 'node:assert/strict';
import { sarifLog } from '../../../../../src/core/checks/report/sarifLog.ts';
import { runChecks } from '../../../../../src/core/checks/runChecks.ts';
import { projectFolder, checkSettings, projectFrom } from '../../../../support/checks/projectFrom.ts';
import { suppressedDockerfile, suppressedProject } from '../../../../support/checks/suppressedProject.ts';

async function logOf(folder: string) {
  const result = runChecks({ project: await projectFrom(suppressedProject), settings: checkSettings });
  return sarifLog(result, { version: '1.2.3', folder });
}

describe('findings as SARIF', () => {
  it('are the same text for the same findings, without any path of the machine', async () => {
    const text = JSON.stringify(await logOf(projectFolder));
    assert.equal(JSON.stringify(await logOf(projectFolder)), text);
    assert.ok(!text.includes(projectFolder));
  });

  it('say what, where, how bad, and how it is mended', async () => {
    const [run] = (await logOf(projectFolder)).runs;
    const found = run?.results?.find(({ ruleId }) => ruleId === 'image/label-version-missing');
    assert.ok(run !== undefined && found?.ruleIndex !== undefined);
    assert.equal(found.level, 'note');
    assert.equal(run.tool.driver.rules?.[found.ruleIndex]?.id, 'image/label-version-missing');
    assert.deepEqual(found.locations?.[0]?.physicalLocation?.artifactLocation, {
      uri: suppressedDockerfile,
      uriBaseId: '%SRCROOT%',
    });
    assert.equal(found.fixes?.[0]?.artifactChanges[0]?.artifactLocation.uri, suppressedDockerfile);
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
        ['image/pip-unpinned', 'inSource', 'the newest is wanted', suppressedDockerfile],
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
    assert.ok((await uris('/projects')).has(`liver/${suppressedDockerfile}`));
    assert.ok((await uris('/projects/liver/extension')).has(`file://${projectFolder}/${suppressedDockerfile}`));
  });
});
