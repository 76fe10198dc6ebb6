import assert from 'node:assert/strict';
import { appendFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { startEdkWorkbench, type EdkRun, type EdkWorkbench } from '../../support/edkWorkbench.ts';
import { folderState } from '../../support/folderState.ts';
import { writeWorkflowProject } from '../../support/workflowProject.ts';

const imagesSchema = z.array(
  z.object({ name: z.string(), immutableReference: z.string(), digest: z.string(), outcome: z.string() }),
);
const deployedSchema = z.object({
  release: z.object({ releaseName: z.string(), state: z.string(), outcome: z.string() }),
  images: imagesSchema,
});
const builtSchema = z.object({
  images: imagesSchema,
  chart: z.object({ name: z.string(), version: z.string(), outcome: z.string(), file: z.string() }),
});

const statesSchema = z.object({ images: z.array(z.object({ name: z.string(), state: z.string() })) });

function deployed(run: EdkRun): z.infer<typeof deployedSchema> {
  assert.equal(run.exitCode, 0, JSON.stringify(run.end.error));
  return deployedSchema.parse(run.end.value);
}

function builtNames(run: EdkRun): string[] {
  return deployed(run)
    .images.filter(({ outcome }) => outcome === 'built')
    .map(({ name }) => name)
    .sort();
}

describe('edk deploy, from source to a release that runs', () => {
  let workbench: EdkWorkbench;
  let project: string;

  before(async () => {
    workbench = await startEdkWorkbench();
    project = join(workbench.folder, 'word-printer');
    await writeWorkflowProject(project, 'word-printer');
    const init = await workbench.run('init');
    assert.equal(init.exitCode, 0, JSON.stringify(init.end.error));
  });
  after(() => workbench.stop());

  const operatorOnPlatform = (): Promise<string> =>
    readFile(join(workbench.dags, 'word_printer', 'ProcessOperator.py'), 'utf8');
  const deploy = (...more: string[]): Promise<EdkRun> => workbench.run('deploy', '--dir', project, ...more);
  const edit = (line: string): Promise<void> =>
    appendFile(join(project, 'processing-containers/word-printer/files/process.py'), `${line}\n`);

  it('has the base images that the workspace uses once and leaves them alone afterwards', async () => {
    const again = await workbench.run('init');
    const { images } = z.object({ images: imagesSchema }).parse(again.end.value);
    assert.deepEqual(images.map(({ name, outcome }) => `${name} ${outcome}`).sort(), [
      'base-installer unchanged',
      'base-python-cpu unchanged',
    ]);
  });

  it("puts DAG and operator on the platform, with the exact image, and touches none of the project's files", async () => {
    const before = await folderState(project);
    const { release, images } = deployed(await deploy());
    assert.deepEqual(release, { releaseName: 'word-printer-workflow', state: 'completed', outcome: 'installed' });
    assert.deepEqual(await folderState(project), before);

    assert.equal(await readFile(join(workbench.dags, 'dag_word_printer.py'), 'utf8'), 'x = 1\n');
    const processing = images.find(({ name }) => name === 'word-printer');
    assert.ok(processing !== undefined);
    assert.match(
      processing.immutableReference,
      new RegExp(`^${workbench.registry}/word-printer:0\\.6\\.0-c[0-9a-f]{12}$`),
    );
    assert.ok((await operatorOnPlatform()).includes(`image="${processing.immutableReference}"`));

    for (const { name, immutableReference, digest } of images) {
      const tag = immutableReference.split(':').at(-1) ?? '';
      for (const reference of [tag, '0.6.0']) {
        const answer = await fetch(`http://${workbench.registry}/v2/${name}/manifests/${reference}`, {
          method: 'HEAD',
          headers: { accept: 'application/vnd.docker.distribution.manifest.v2+json' },
        });
        assert.equal(answer.headers.get('docker-content-digest'), digest, `${name}:${reference}`);
      }
    }
  });

  it('does nothing when nothing changed', async () => {
    const run = await deploy();
    assert.equal(deployed(run).release.outcome, 'unchanged');
    assert.deepEqual(builtNames(run), []);
  });

  it('knows which images are built as they lie on disk', async () => {
    const states = async (): Promise<string[]> => {
      const { end } = await workbench.run('images', '--dir', project);
      assert.equal(end.error, undefined);
      return statesSchema.parse(end.value).images.map(({ name, state }) => `${name} ${state}`);
    };
    assert.deepEqual((await states()).sort(), ['dag-word-printer current', 'word-printer current']);
    await edit('print("not built")');
    // The DAG's operator names the changed image exactly.
    assert.deepEqual((await states()).sort(), ['dag-word-printer changed', 'word-printer changed']);
  });

  it('rebuilds what an edit changes, and the DAG image that names it, under the same chart version', async () => {
    const operatorBefore = await operatorOnPlatform();
    await edit('print("second")');
    const run = await deploy();
    assert.equal(deployed(run).release.outcome, 'installed');
    assert.deepEqual(builtNames(run), ['dag-word-printer', 'word-printer']);
    assert.notEqual(await operatorOnPlatform(), operatorBefore);
    const charts = await readdir(join(workbench.folder, 'state/platform/charts'));
    assert.deepEqual(
      charts.filter((name) => name.endsWith('.tgz')),
      ['word-printer-workflow-0.6.0.tgz'],
    );
  });

  it('builds only the DAG image when only the DAG changed, and removes files that are gone', async () => {
    const dag = join(project, 'extension/docker/files/dag_word_printer.py');
    await writeFile(join(project, 'extension/docker/files/extra.py'), 'y = 2\n');
    assert.deepEqual(builtNames(await deploy()), ['dag-word-printer']);
    assert.ok((await readdir(workbench.dags)).includes('extra.py'));

    await rm(join(project, 'extension/docker/files/extra.py'));
    await writeFile(dag, 'x = 3\n');
    assert.deepEqual(builtNames(await deploy()), ['dag-word-printer']);
    assert.ok(!(await readdir(workbench.dags)).includes('extra.py'));
    assert.equal(await readFile(join(workbench.dags, 'dag_word_printer.py'), 'utf8'), 'x = 3\n');
  });

  it('installs again what somebody else removed', async () => {
    const removed = await workbench.run('uninstall', 'word-printer-workflow');
    assert.equal(removed.exitCode, 0);
    assert.deepEqual(await readdir(workbench.dags), []);
    assert.equal(deployed(await deploy()).release.outcome, 'installed');
    assert.ok((await readdir(workbench.dags)).includes('dag_word_printer.py'));
  });

  it('does the same by scripts/build_extension.sh as by edk build extension', async () => {
    const byCommand = builtSchema.parse((await workbench.run('build', 'extension', '--dir', project)).end.value);
    const byScript = builtSchema.parse((await workbench.runScript('build_extension.sh', '--dir', project)).end.value);
    assert.deepEqual(byScript, byCommand);
    assert.equal(byScript.chart.outcome, 'uploaded');
    const kept = builtSchema.parse(
      (await workbench.runScript('build_extension.sh', '--dir', project, '--no-import')).end.value,
    );
    assert.equal(kept.chart.outcome, 'kept here');
  });

  it('builds single images and the chart by the scripts of the platform, with their flags', async () => {
    const folder = join(project, 'processing-containers/word-printer');
    const args = ['--dir', folder, '--image-name', 'other-name', '--image-version', '1.2.3'];
    const image = await workbench.runScript('build_image.sh', ...args, '--dockerfile', join(folder, 'Dockerfile'));
    assert.equal(image.exitCode, 0, JSON.stringify(image.end.error));
    const tags = await fetch(`http://${workbench.registry}/v2/other-name/tags/list`);
    assert.match(await tags.text(), /"1\.2\.3"/);

    const output = join(workbench.folder, 'charts');
    const chartFolder = join(project, 'extension/word-printer-workflow');
    const chart = await workbench.runScript('build_chart.sh', '--dir', chartFolder, '--no-import', '--output', output);
    assert.equal(chart.exitCode, 0, JSON.stringify(chart.end.error));
    assert.deepEqual(await readdir(output), ['word-printer-workflow-0.6.0.tgz']);
  });

  it('writes an image as .tar and imports it into the platform', async () => {
    const output = join(workbench.folder, 'tars');
    await mkdir(output);
    const folder = join(project, 'processing-containers/word-printer');
    const run = await workbench.run('build', 'image', '--dir', folder, '--tar', '--output', output);
    assert.equal(run.exitCode, 0, JSON.stringify(run.end.error));
    assert.deepEqual(await readdir(output), ['word-printer-0.6.0.tar']);
    const imported = await workbench.run('build', 'image', '--dir', folder, '--import', '--output', output);
    assert.equal(imported.exitCode, 0, JSON.stringify(imported.end.error));
  });

  it('gives charts of a version between releases a version without hyphen, and images a tag that fits', async () => {
    const run = await deploy('--build-version', '0.6.1-12-gabc1234');
    assert.equal(deployed(run).release.state, 'completed');
    const charts = await readdir(join(workbench.folder, 'state/platform/charts'));
    assert.ok(charts.includes('word-printer-workflow-0.6.1+12.gabc1234.tgz'), charts.join());
  });

  it('stops before the upload when an operator names an image that is nowhere', async () => {
    const other = join(workbench.folder, 'lost-image');
    await writeWorkflowProject(other, 'lost-image');
    const operator = join(other, 'extension/docker/files/lost_image/ProcessOperator.py');
    const text = await readFile(operator, 'utf8');
    await writeFile(operator, text.replace('/lost-image:', '/lost-imago:'));

    const run = await workbench.run('deploy', '--dir', other);
    assert.equal(run.exitCode, 3);
    assert.equal(run.end.error?.code, 'reference.missing');
    assert.match(run.end.error.message, new RegExp(`${workbench.registry}/lost-imago:0\\.6\\.0`));
    const column = (text.split('\n')[2] ?? '').indexOf('f"{') + 1;
    assert.deepEqual(run.end.error.place, { file: operator, line: 3, column });
    const extensions = await workbench.run('extensions', '--all');
    assert.doesNotMatch(JSON.stringify(extensions.end.value), /lost-image-workflow/);
  });

  it("is red with the pod's reason when the DAG image refuses to overwrite another extension's file", async () => {
    const other = join(workbench.folder, 'file-thief');
    await writeWorkflowProject(other, 'file-thief');
    await writeFile(join(other, 'extension/docker/files/dag_word_printer.py'), 'stolen = True\n');

    const run = await workbench.run('deploy', '--dir', other);
    assert.equal(run.exitCode, 8, JSON.stringify(run.end));
    assert.equal(run.end.error?.code, 'release.failed');
    assert.match(`${run.end.error.message} ${run.end.error.detail ?? ''}`, /dag_word_printer\.py/);
    assert.notEqual(await readFile(join(workbench.dags, 'dag_word_printer.py'), 'utf8'), 'stolen = True\n');

    await rm(join(other, 'extension/docker/files/dag_word_printer.py'));
    assert.equal(deployed(await workbench.run('deploy', '--dir', other)).release.state, 'completed');
  });

  it('is red when the Job fails only after a while', async () => {
    const other = join(workbench.folder, 'slow-failure');
    await writeWorkflowProject(other, 'slow-failure');
    await appendFile(join(other, 'extension/docker/Dockerfile'), 'CMD ["sh", "-c", "sleep 6; echo no luck; exit 7"]\n');

    const run = await workbench.run('deploy', '--dir', other);
    assert.equal(run.exitCode, 8, JSON.stringify(run.end));
    assert.equal(run.end.error?.code, 'release.failed');
    assert.match(`${run.end.error.message} ${run.end.error.detail ?? ''}`, /no luck/);
  });

  it('removes its files on uninstall, and stays quiet when there is nothing to remove', async () => {
    for (const release of ['word-printer-workflow', 'file-thief-workflow']) {
      assert.equal((await workbench.run('uninstall', release)).exitCode, 0);
    }
    assert.deepEqual(await readdir(workbench.dags), []);
    const again = await workbench.run('uninstall', 'word-printer-workflow');
    assert.deepEqual(again.end.value, { releaseName: 'word-printer-workflow', outcome: 'absent' });
  });
});
