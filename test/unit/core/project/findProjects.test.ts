import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pythonOf } from '../../../../src/core/project/python/readDag.ts';
import { findProjects } from '../../../../src/core/project/findProjects.ts';
import { requireChart } from '../../../../src/core/project/requireBuildable.ts';
import { readBuildable as readProject } from '../../../support/readBuildable.ts';
import { rejection } from '../../../support/rejection.ts';
import { useTemporaryFolder } from '../../../support/temporaryFolder.ts';
import { writeFiles } from '../../../support/writeFiles.ts';

const chart = 'apiVersion: v2\nname: my-chart\nversion: 0.0.0\nkeywords: [kaapanaworkflow]\n';

describe('the chart of a project', () => {
  const folder = useTemporaryFolder();
  const findChart = async (path: string) => requireChart(await readProject(path, { buildArguments: {} })).folder;

  it('finds the one chart; charts in charts, hidden folders and packages do not count', async () => {
    await writeFiles(folder.path, {
      'extension/my-chart/Chart.yaml': chart,
      'extension/my-chart/charts/sub/Chart.yaml': chart,
      'extension/my-chart/templates/x/Chart.yaml': chart,
      '.cache/old/Chart.yaml': chart,
      'node_modules/p/Chart.yaml': chart,
    });
    await symlink(folder.path, join(folder.path, 'extension', 'loop'));
    assert.equal(await findChart(folder.path), join(folder.path, 'extension', 'my-chart'));
    assert.equal(
      await findChart(join(folder.path, 'extension', 'my-chart')),
      join(folder.path, 'extension', 'my-chart'),
    );
  });

  it('names several', async () => {
    await writeFiles(folder.path, { 'a/Chart.yaml': chart, 'b/Chart.yaml': chart });
    assert.match((await rejection(findChart(folder.path), 'chart.several')).message, /2 charts: a, b/u);
  });

  it('names folders that lack Chart.yaml only', async () => {
    await writeFiles(folder.path, {
      'extension/x-workflow/values.yaml': 'a: 1\n',
      Dockerfile: 'FROM x\nLABEL IMAGE="one"\n',
    });
    assert.match(
      (await rejection(findChart(folder.path), 'chart.missing')).message,
      /no Chart.yaml: extension.x-workflow/u,
    );
  });
});

describe('findProjects', () => {
  const folder = useTemporaryFolder();
  const found = async (options = {}) =>
    (await findProjects(folder.path, options)).map((project) => relative(folder.path, project));

  it('finds workflows, applications and single charts, each once', async () => {
    await writeFiles(folder.path, {
      'dag/one/extension/one-workflow/Chart.yaml': chart,
      'dag/one/extension/docker/Dockerfile': 'FROM x\n',
      'apps/two/two-chart/Chart.yaml': chart,
      'apps/three/a/Chart.yaml': chart,
      'apps/three/b/Chart.yaml': 'broken: [',
      'four-chart/Chart.yaml': chart,
      'kaapana/services/x/x-chart/Chart.yaml': chart,
      'too/deep/to/be/found/here/x-chart/Chart.yaml': chart,
      'notes/readme.md': '',
    });
    const exclude = [join(folder.path, 'kaapana')];
    assert.deepEqual(await found({ exclude }), ['apps/three', 'apps/two', 'dag/one', 'four-chart']);
  });

  it('takes the workspace itself for a project when it is one', async () => {
    await writeFiles(folder.path, { 'extension/one-workflow/Chart.yaml': chart });
    assert.deepEqual(await found(), ['']);
  });

  it('finds nothing in an empty folder and says when there is none', async () => {
    assert.deepEqual(await found(), []);
    await assert.rejects(findProjects(join(folder.path, 'none')));
  });
});

describe('readProject', () => {
  const folder = useTemporaryFolder();
  const options = { buildArguments: {} };

  it('says that there is no such folder, that it is a file, and that it is no extension', async () => {
    await writeFiles(folder.path, { 'file.txt': '', 'empty/readme.md': '' });
    const message = async (path: string) =>
      (await rejection(readProject(join(folder.path, path), options), 'project.notFound')).message;
    assert.match(await message('none'), /The folder .* does not exist/u);
    assert.match(await message('file.txt'), /is a file/u);
    assert.match(await message('file.txt/inside'), /The folder .* does not exist/u);
    assert.match(await message('empty'), /neither a Dockerfile nor a chart/u);
  });

  it('reads images, chart and operators together', async () => {
    await writeFiles(folder.path, {
      'extension/docker/Dockerfile': 'FROM local-only/base-installer:latest\nLABEL IMAGE="dag-one"\n',
      'extension/docker/files/dag_one.py':
        'Op(image=f"{DEFAULT_REGISTRY}/one:{KAAPANA_BUILD_VERSION}")\ndef broken(:\n',
      'extension/one-workflow/Chart.yaml': chart,
      'processing-containers/one/Dockerfile': 'FROM local-only/base-python-cpu:latest\nLABEL IMAGE="one"\n',
      'processing-containers/one/files/x.py': 'f(image="not a reference")\n',
    });
    const project = await readProject(folder.path, options);
    assert.deepEqual(project.images.map(({ name }) => name).sort(), ['dag-one', 'one']);
    assert.equal(project.chart?.name, 'my-chart');
    assert.equal(project.imageReferences.length, 1);
    const [dag] = project.dagFiles.values();
    assert.equal(dag === undefined ? undefined : pythonOf(dag).firstError?.line, 2);
  });

  it('reads a folder that only has images', async () => {
    await writeFiles(folder.path, { Dockerfile: 'FROM x\nLABEL IMAGE="one"\n' });
    assert.equal((await readProject(folder.path, options)).chart, undefined);
  });

  it('does not hide what is wrong with the chart', async () => {
    await writeFiles(folder.path, { 'a/Chart.yaml': chart, 'b/Chart.yaml': chart });
    await rejection(readProject(folder.path, options), 'chart.several');
  });

  it('tells of several mistakes always the same first, whichever is found sooner', async () => {
    await writeFiles(folder.path, {
      'a/b/c/d/e/f/g/h/i/j/k/l/Dockerfile': 'FROM scratch\n',
      'chart/Chart.yaml': 'name: a: b\n',
    });
    await rejection(readProject(folder.path, options), 'image.noName');
  });
});
