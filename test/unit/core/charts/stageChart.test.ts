import assert from 'node:assert/strict';
import { chmod, lstat, mkdir, readdir, readFile, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { chartFingerprint, type StagedChart } from '../../../../src/core/charts/stagedChart.ts';
import { stageChart, type StageChartOptions } from '../../../../src/core/charts/stageChart.ts';
import { readChart } from '../../../../src/core/project/readChart.ts';
import { below, installerChart, workflowChart } from '../../../support/chartFixtures.ts';
import { rejection } from '../../../support/rejection.ts';
import { useTemporaryFolder } from '../../../support/temporaryFolder.ts';
import { writeFiles } from '../../../support/writeFiles.ts';

describe('stageChart', () => {
  const folder = useTemporaryFolder();
  const at = (path: string) => join(folder.path, path);
  const staged = (path: string) => readFile(at(`staged/one-workflow/${path}`), 'utf8');

  async function stage(changes: Partial<StageChartOptions> = {}) {
    await mkdir(at('staged'), { recursive: true });
    return stageChart({
      chart: await readChart(at('project/one-workflow')),
      targetFolder: at('staged'),
      buildVersion: '0.6.1-12-gabc1234',
      imageTag: '0.6.1-12-gabc1234-h0123abc',
      registryPull: 'localhost:32000',
      kaapanaRepository: at('kaapana'),
      templatesFolder: at('templates'),
      imageNames: ['dag-one', 'one'],
      ...changes,
    });
  }

  beforeEach(() =>
    writeFiles(folder.path, {
      ...below('project/one-workflow', workflowChart),
      ...below('kaapana/services/utils/dag-installer-chart', installerChart),
    }),
  );

  it('sets versions and registry on the copy and keeps every other byte', async () => {
    const { version, parts, foldersToUpdate } = await stage();
    assert.equal(version, '0.6.1+12.gabc1234');
    assert.equal(
      await staged('Chart.yaml'),
      workflowChart['Chart.yaml']
        .replace('"0.0.0"', '"0.6.1+12.gabc1234"')
        .replace('appVersion: 0.0.0', 'appVersion: "0.6.1-12-gabc1234"'),
    );
    assert.equal(
      await staged('requirements.yaml'),
      workflowChart['requirements.yaml'].replace('0.0.0', '"0.6.1-12-gabc1234-h0123abc"').replace(/file:.*/u, '""'),
    );
    assert.equal(
      await staged('values.yaml'),
      workflowChart['values.yaml'].replace('global:\n', 'global:\n  custom_registry_url: "localhost:32000"\n'),
    );
    assert.match(await staged('charts/dag-installer-chart/Chart.yaml'), /^version: "0.6.1-12-gabc1234-h0123abc"$/mu);
    assert.deepEqual(
      parts.map((part) => part.source),
      [at('project/one-workflow'), at('kaapana/services/utils/dag-installer-chart')],
    );
    assert.deepEqual(foldersToUpdate, []);
  });

  it("names the tag of the image's present content where the chart takes one", async () => {
    const values = "global:\n  image: one\n  image_tag: '' # set by the kit\n";
    await writeFiles(folder.path, { 'project/one-workflow/values.yaml': values });
    await stage({ imageTag: '0.6.0-c1' });
    assert.match(await staged('values.yaml'), /^ {2}image_tag: "0\.6\.0-c1" # set by the kit$/mu);
  });

  it('touches nothing of the project, not even a time', async () => {
    const past = new Date('2020-01-02T03:04:05Z');
    const files = ['Chart.yaml', 'requirements.yaml', 'values.yaml'].map((file) => at(`project/one-workflow/${file}`));
    for (const file of [...files, at('project/one-workflow')]) await utimes(file, past, past);
    await stage();
    for (const [index, content] of Object.values(workflowChart).entries()) {
      const file = files[index] ?? '';
      assert.equal(await readFile(file, 'utf8'), content);
      assert.equal((await stat(file)).mtimeMs, past.getTime());
    }
    assert.equal((await stat(at('project/one-workflow'))).mtimeMs, past.getTime());
    assert.deepEqual((await readdir(at('project/one-workflow'))).sort(), [
      'Chart.yaml',
      'requirements.yaml',
      'values.yaml',
    ]);
  });

  it('sets the build version where there is no DAG image, and no registry for images of others', async () => {
    await stage({ imageTag: undefined, imageNames: ['other'] });
    assert.match(await staged('charts/dag-installer-chart/Chart.yaml'), /^version: "0.6.1-12-gabc1234"$/mu);
    assert.equal(await staged('values.yaml'), workflowChart['values.yaml']);
  });

  const dependOn = (repository: string): Promise<void> =>
    writeFiles(folder.path, {
      'project/one-workflow/requirements.yaml': `dependencies:\n- {name: sub, version: "0.0.0", repository: "${repository}"}\n`,
    });
  const texts = ({ notes }: StagedChart): string => notes.map(({ kind, text }) => `${kind}: ${text}`).join();
  const subchart = 'apiVersion: v2\nname: sub\nversion: 0.0.0\n';

  const elsewhere = { 'kaapana/services/store/shelf/loader/Chart.yaml': subchart };
  for (const [title, requirements] of [
    [
      'a path that leads nowhere',
      'dependencies:\n- {name: sub, version: "0.0.0", repository: "file://../../../old/place"}\n',
    ],
    [
      'a path in the clone of the platform',
      'dependencies:\n- {name: sub, version: "0.0.0", repository: "file:///kaapana/app/kaapana/old/sub"}\n',
    ],
    ['no repository', 'dependencies:\n- {name: sub, version: "0.0.0"}\n'],
    ['an empty repository', 'dependencies:\n- {name: sub, version: "0.0.0", repository: ""}\n'],
  ] as const) {
    it(`finds a dependency with ${title} by its name in the Kaapana repository, and says so`, async () => {
      await writeFiles(folder.path, { ...elsewhere, 'project/one-workflow/requirements.yaml': requirements });
      const result = await stage();
      assert.equal(result.parts[1]?.source, at('kaapana/services/store/shelf/loader'));
      assert.match(texts(result), /^warning: The chart "sub" is packed from .*shelf\/loader, found by name/);
    });
  }

  it('finds a dependency by its name in the clone that the project lies in, before the configured one', async () => {
    await writeFiles(folder.path, {
      ...below('clone/data/one-workflow', workflowChart),
      ...below('clone/services/utils/installers/dag-installer-chart', installerChart),
      ...below('templates/charts/dag-installer-chart', installerChart),
    });
    const chart = await readChart(at('clone/data/one-workflow'));
    const own = await stage({ chart, kaapanaRepository: undefined });
    assert.equal(own.parts[1]?.source, at('clone/services/utils/installers/dag-installer-chart'));
  });

  it("takes the Kaapana repository's chart before our own, wherever it lies there", async () => {
    await rename(at('kaapana/services/utils/dag-installer-chart'), at('kaapana/services/dag-installer'));
    await writeFiles(folder.path, below('templates/charts/dag-installer-chart', installerChart));
    const { parts } = await stage();
    assert.equal(parts[1]?.source, at('kaapana/services/dag-installer'));
  });

  it('takes our own chart last, and says why', async () => {
    await writeFiles(folder.path, below('templates/charts/dag-installer-chart', installerChart));
    await rm(at('kaapana/services'), { recursive: true });
    assert.match(texts(await stage()), /^warning: .*the EDK's own.*kaapana has none/);
    assert.match(texts(await stage({ kaapanaRepository: undefined })), /^remark: .*no Kaapana repository is known/);
  });

  it('takes a dependency whose name only Helm takes', async () => {
    await writeFiles(folder.path, {
      'project/one-workflow/charts/seed_loader/Chart.yaml': 'apiVersion: v2\nname: seed_loader\nversion: 0.0.0\n',
      'project/one-workflow/requirements.yaml': 'dependencies:\n- {name: seed_loader, version: "0.0.0"}\n',
    });
    assert.deepEqual(
      (await stage()).parts.map(({ name }) => name),
      ['one-workflow', 'seed_loader'],
    );
  });

  it('refuses to pack a chart from elsewhere on this machine, also behind a link', async () => {
    await writeFiles(folder.path, { 'private/sub/Chart.yaml': subchart, 'project/one-workflow/charts/x': '' });
    await symlink(at('private/sub'), at('project/one-workflow/charts/sub'));
    for (const repository of [`file://${at('private/sub')}`, 'file://../../private/sub', 'file://charts/sub', '']) {
      await dependOn(repository);
      const error = await rejection(stage(), 'context.escapes');
      assert.match(error.message, /private\/sub/);
    }
  });

  it('names a chart that lies beside, and says nothing of one in the same project', async () => {
    await writeFiles(folder.path, { 'project/sub/Chart.yaml': subchart });
    await dependOn('file://../sub');
    assert.match(texts(await stage()), /"sub" is packed from .*project\/sub/);
    await writeFiles(folder.path, { 'project/edk.yaml': '' });
    assert.deepEqual((await stage()).notes, []);
  });

  it('stages dependencies of dependencies, of Chart API v2, relative ones and such that lie in charts', async () => {
    const dependencies = (entries: string) => `dependencies:\n${entries}`;
    await writeFiles(folder.path, {
      'project/one-workflow/requirements.yaml': dependencies(
        '  - {name: outer, version: "0.0.0", repository: "file://../../lib/outer"}\n  - {name: own, version: "^1.0.0"}\n',
      ),
      '.git/HEAD': '',
      'project/one-workflow/charts/own/Chart.yaml': 'apiVersion: v2\nname: own\nversion: 1.2.3\n',
      'project/one-workflow/charts/unlisted/Chart.yaml': 'apiVersion: v2\nname: unlisted\nversion: 0.0.0\n',
      'lib/outer/Chart.yaml': `apiVersion: v2\nname: outer\nversion: 0.0.0\n${dependencies('- name: inner\n  version: 0.0.0\n  repository: file://../inner\n')}`,
      'lib/inner/Chart.yaml': 'apiVersion: v2\nname: inner\nversion: 0.0.0\n',
      'project/one-workflow/charts/outer-0.0.0.tgz': 'left by "helm dependency update"',
    });
    await stage();
    const build = /^version: "0.6.1-12-gabc1234"$/mu;
    assert.match(await staged('charts/outer/Chart.yaml'), build);
    assert.match(await staged('charts/outer/charts/inner/Chart.yaml'), build);
    assert.match(await staged('charts/unlisted/Chart.yaml'), build);
    assert.match(await staged('charts/own/Chart.yaml'), /^version: "1.2.3"$/mu);
    assert.match(await staged('requirements.yaml'), /name: own, version: "1.2.3"\}/u);
    assert.deepEqual((await readdir(at('staged/one-workflow/charts'))).sort(), ['outer', 'own', 'unlisted']);
  });

  it('leaves repositories to Helm, except where the archive lies in charts', async () => {
    const entry = '- name: redis\n  version: 1.0.0\n  repository: https://charts.invalid\n';
    await writeFile(at('project/one-workflow/requirements.yaml'), `dependencies:\n${entry}`);
    assert.deepEqual((await stage()).foldersToUpdate, [at('staged/one-workflow')]);
    await writeFiles(folder.path, { 'project/one-workflow/charts/redis-1.0.0.tgz': 'x' });
    assert.deepEqual((await stage()).foldersToUpdate, []);
    assert.equal(await staged('requirements.yaml'), `dependencies:\n${entry}`);
  });

  it('falls back to our templates and names everything it tried', async () => {
    await writeFiles(folder.path, below('templates/charts/dag-installer-chart', installerChart));
    const { parts } = await stage({ kaapanaRepository: undefined });
    assert.equal(parts[1]?.source, at('templates/charts/dag-installer-chart'));

    const error = await rejection(
      stage({ kaapanaRepository: at('none'), templatesFolder: at('none') }),
      'chart.dependencyNotFound',
    );
    assert.match(error.message, /"dag-installer-chart" was not found/u);
    assert.deepEqual(error.place, { file: at('project/one-workflow/requirements.yaml'), line: 3, column: 5 });
    assert.deepEqual(error.detail?.split('\n').slice(1), [
      '/kaapana/app/kaapana/services/utils/dag-installer-chart',
      at('none/services/utils/dag-installer-chart'),
      `${at('none')} (by its name)`,
      at('none/charts/dag-installer-chart'),
    ]);
  });

  it('names a dependency whose chart has another name', async () => {
    await writeFile(
      at('kaapana/services/utils/dag-installer-chart/Chart.yaml'),
      'apiVersion: v1\nname: other\nversion: 0.0.0\n',
    );
    const error = await rejection(stage(), 'chart.dependencyNotFound');
    assert.match(error.message, /named "other"/u);
    assert.equal(error.place?.line, 3);
  });

  it('ends a circle of dependencies', async () => {
    const chart = (name: string, on: string) =>
      `apiVersion: v2\nname: ${name}\nversion: 0.0.0\ndependencies:\n  - {name: ${on}, version: "0.0.0", repository: "file://../${on}"}\n`;
    await writeFiles(folder.path, {
      'project/one-workflow/requirements.yaml':
        'dependencies:\n  - {name: a, version: "0.0.0", repository: "file://../a"}\n',
      'project/a/Chart.yaml': chart('a', 'b'),
      'project/b/Chart.yaml': chart('b', 'a'),
    });
    assert.match((await rejection(stage(), 'chart.invalid')).message, /depends on itself/u);
  });

  it('copies files behind links inside the chart, and files that are read-only', async () => {
    await writeFiles(folder.path, { 'project/one-workflow/files/a.txt': 'A' });
    await symlink('files/a.txt', at('project/one-workflow/b.txt'));
    await symlink('files', at('project/one-workflow/more'));
    await chmod(at('project/one-workflow/Chart.yaml'), 0o444);
    await stage();
    assert.equal(await staged('b.txt'), 'A');
    assert.equal(await staged('more/a.txt'), 'A');
    assert.ok(!(await lstat(at('staged/one-workflow/b.txt'))).isSymbolicLink());
    await stage();
  });

  it('refuses links out of the chart, links to nowhere, circles of links and sockets', async () => {
    const chart = at('project/one-workflow');
    for (const [target, code] of [
      ['/etc/hostname', 'context.escapes'],
      ['../../kaapana', 'context.escapes'],
      ['missing', 'chart.invalid'],
      ['.', 'chart.invalid'],
    ] as const) {
      const link = join(chart, 'link');
      await symlink(target, link);
      const error = await rejection(stage(), code);
      assert.ok(error.place?.file.startsWith(link));
      await rm(link);
    }
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(chart, 'socket'), resolve));
    try {
      assert.match((await rejection(stage(), 'chart.invalid')).message, /neither a file nor a folder/u);
    } finally {
      server.close();
    }
  });

  it('has the same fingerprint for the same content, another one for any change', async () => {
    const values = { global: { a: 1 } };
    const fingerprint = async (options = {}, used: unknown = values) => chartFingerprint(await stage(options), used);
    const first = await fingerprint();
    await utimes(at('project/one-workflow/values.yaml'), 0, 0);
    assert.equal(await fingerprint(), first);
    const others = [await fingerprint({ imageTag: '0.6.0-h22' }), await fingerprint({}, { global: { a: 2 } })];
    await writeFiles(folder.path, { 'kaapana/services/utils/dag-installer-chart/templates/more.yaml': '# more' });
    others.push(await fingerprint());
    assert.equal(new Set([first, ...others]).size, 4);
  });
});
