import assert from 'node:assert/strict';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rememberShown } from '../../../../src/sandbox/helm/helmTool.ts';
import { useTemporaryFolder } from '../../../support/temporaryFolder.ts';
import { chartContent, createFakeHelm } from '../../../support/sandbox/fakeHelm.ts';

describe('rememberShown', () => {
  const folder = useTemporaryFolder();

  it('asks Helm once for a file, and again when another one took its place', async () => {
    const { tool, calls } = createFakeHelm();
    const helm = rememberShown(tool);
    const file = join(folder.path, 'copy-workflow-0.6.0.tgz');
    await writeFile(file, chartContent());
    const [first, second] = await Promise.all([helm.showChart(file), helm.showChart(file)]);
    assert.equal(first, second);
    assert.match(await helm.showValues(file), /dag-copy/);
    assert.deepEqual(calls, ['show chart', 'show values']);

    await writeFile(`${file}.new`, chartContent({ values: { global: { image: 'dag-moved' } } }));
    await rename(`${file}.new`, file);
    assert.match(await helm.showValues(file), /dag-moved/);
  });

  it('asks again after a failure', async () => {
    const { tool, calls } = createFakeHelm();
    const helm = rememberShown(tool);
    const file = join(folder.path, 'broken-1.tgz');
    await writeFile(file, 'no chart');
    await assert.rejects(helm.showChart(file), /gzipped/);
    await assert.rejects(helm.showChart(file), /gzipped/);
    assert.deepEqual(calls, ['show chart', 'show chart']);
  });
});
