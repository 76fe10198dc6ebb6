import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { packageChart } from '../../../src/core/charts/packageChart.ts';
import { platformValues } from '../../../src/core/charts/platformValues.ts';
import { stageChart } from '../../../src/core/charts/stageChart.ts';
import { readChart } from '../../../src/core/project/readChart.ts';
import { below, installerChart, workflowChart } from '../../support/chartFixtures.ts';
import { recordStep } from '../../support/recordingStep.ts';
import { rejection } from '../../support/rejection.ts';
import { useTemporaryFolder } from '../../support/temporaryFolder.ts';
import { writeFiles } from '../../support/writeFiles.ts';

const helm = process.env['EDK_HELM'] ?? 'helm';
const isRoot = process.getuid?.() === 0;

const v2Chart = {
  ...workflowChart,
  'Chart.yaml': `apiVersion: v2
name: one-workflow
version: 0.0.0
keywords: [kaapanaworkflow]
dependencies:
  - name: dag-installer-chart
    version: 0.0.0
    repository: file://../installer
`,
} as Record<string, string>;
delete v2Chart['requirements.yaml'];

describe('packageChart', () => {
  const folder = useTemporaryFolder();
  const at = (path: string) => join(folder.path, path);

  async function run(options: { outputFolder?: string; workFolder?: string; signal?: AbortSignal } = {}) {
    const { step, lines } = recordStep(options.signal);
    const workFolder = options.workFolder ?? at('work');
    await mkdir(workFolder, { recursive: true });
    const chart = await readChart(at('project/one-workflow'));
    const staged = await stageChart({
      chart,
      targetFolder: join(workFolder, 'chart'),
      buildVersion: '0.6.1-12-gabc1234',
      imageTag: '0.6.1-12-gabc1234-h0123abc',
      registryPull: 'localhost:32000',
      kaapanaRepository: at('kaapana'),
      templatesFolder: at('templates'),
      imageNames: ['dag-one'],
    });
    const values = platformValues(chart, {
      buildVersion: '0.6.1-12-gabc1234',
      platformRegistry: 'registry.example.org/kaapana',
      namespaces: { admin: 'admin', services: 'services' },
    });
    const outputFolder = options.outputFolder ?? at('out');
    const packaged = await packageChart(
      {
        staged,
        helm,
        workFolder,
        outputFolder,
        values,
        namespace: 'admin',
      },
      step,
    );
    return { packaged, lines };
  }

  beforeEach(() =>
    writeFiles(folder.path, {
      ...below('project/one-workflow', workflowChart),
      ...below('kaapana/services/utils/dag-installer-chart', installerChart),
      ...below('project/installer', installerChart),
    }),
  );

  for (const [title, chart] of [
    ['Chart API v1 with requirements.yaml', workflowChart],
    ['Chart API v2 with dependencies in Chart.yaml', v2Chart],
  ] as const) {
    it(`packages ${title} without the trap: the Job wants the tag that was pushed`, async () => {
      await writeFiles(folder.path, below('project/one-workflow', chart));
      if (chart === v2Chart) await rm(at('project/one-workflow/requirements.yaml'));
      const { packaged, lines } = await run();
      assert.deepEqual(lines, []);
      assert.equal(packaged.file, at('out/one-workflow-0.6.1+12.gabc1234.tgz'));
      assert.deepEqual(await readdir(at('out')), ['one-workflow-0.6.1+12.gabc1234.tgz']);
      assert.equal(
        packaged.sha256,
        createHash('sha256')
          .update(await readFile(packaged.file))
          .digest('hex'),
      );
      assert.deepEqual(
        packaged.imageReferences.map(({ reference, kind, name, container }) => [reference, kind, name, container]),
        [
          ['registry.example.org/kaapana/wait:0.6.1-12-gabc1234', 'Job', 'dag-one', 'wait'],
          ['localhost:32000/dag-one:0.6.1-12-gabc1234-h0123abc', 'Job', 'dag-one', 'install'],
        ],
      );
      assert.match(packaged.imageReferences[1]?.file ?? '', /installer(?:-chart)?\/templates\/job\.yaml$/u);
      // What the platform reads is the archive, so Helm renders it once more from there.
      const again = execFileSync(helm, ['template', 'one', packaged.file, '--set', 'global.registry_url=r'], {
        encoding: 'utf8',
      });
      assert.match(again, /localhost:32000\/dag-one:0\.6\.1-12-gabc1234-h0123abc"/u);
      const shown = execFileSync(helm, ['show', 'chart', packaged.file], { encoding: 'utf8' });
      assert.match(shown, /^version: 0\.6\.1\+12\.gabc1234$/mu);
    });
  }

  it('replaces the archive of an earlier run', async () => {
    await run();
    await writeFiles(folder.path, {
      'project/one-workflow/templates/note.yaml': 'kind: ConfigMap\napiVersion: v1\nmetadata:\n  name: note\n',
    });
    const { packaged } = await run({ workFolder: at('work2') });
    assert.ok(packaged.manifests.some(({ content }) => content['kind'] === 'ConfigMap'));
    assert.equal((await readdir(at('out'))).length, 1);
  });

  const broken: readonly (readonly [
    title: string,
    file: string,
    text: string,
    code: 'chart.render',
    line: number | undefined,
  ])[] = [
    ['a value that is nothing', 'bad.yaml', 'a: 1\nb: {{ .Values.global.nothing.deeper }}\n', 'chart.render', 2],
    ['an action left open', 'bad.yaml', 'a: 1\nb: 2\nc: {{ if }\n', 'chart.render', 3],
    ['a helper that is not there', 'bad.yaml', 'a: {{ include "none" . }}\n', 'chart.render', 1],
    ['a call of fail', 'bad.yaml', '{{ fail "the name is missing" }}\n', 'chart.render', 1],
    ['what is no YAML once rendered', 'bad.yaml', 'a: b: c\n', 'chart.render', undefined],
  ];
  for (const [title, file, text, code, line] of broken) {
    it(`names the template with ${title}, in the project and not in the copy`, async () => {
      const path = `project/one-workflow/templates/${file}`;
      await writeFiles(folder.path, { [path]: text });
      const error = await rejection(run(), code);
      assert.equal(error.place?.file, at(path), error.detail);
      assert.equal(error.place.line, line, error.detail);
      assert.ok(!error.message.includes(at('work')) && !(error.detail ?? '').includes(at('work')), error.detail);
      assert.ok(!existsSync(at('out')));
    });
  }

  it('names the template of a dependency where it comes from', async () => {
    await writeFiles(folder.path, {
      'kaapana/services/utils/dag-installer-chart/templates/bad.yaml': '\n{{ .Values.a.b.c }}\n',
    });
    const error = await rejection(run(), 'chart.render');
    assert.equal(error.place?.file, at('kaapana/services/utils/dag-installer-chart/templates/bad.yaml'), error.detail);
    assert.equal(error.place.line, 2);
  });

  it('says what lint refuses', async () => {
    await writeFiles(folder.path, {
      'project/one-workflow/Chart.yaml': `${workflowChart['Chart.yaml']}icon: "not a url"\n`,
    });
    const error = await rejection(run(), 'chart.lint');
    assert.equal(error.place?.file, at('project/one-workflow/Chart.yaml'), error.detail);
    assert.match(error.detail ?? '', /icon/u);
  });

  it('passes on what lint only warns of', async () => {
    const old = 'apiVersion: extensions/v1beta1\nkind: Ingress\nmetadata:\n  name: old\n';
    await writeFiles(folder.path, { 'project/one-workflow/templates/old.yaml': old });
    const { lines } = await run();
    assert.match(lines.join('\n'), /^warn helm lint: templates\/old\.yaml: .*deprecated/mu);
  });

  it('fetches dependencies of a repository beside staged ones', async () => {
    await writeFiles(folder.path, { 'remote/redis/Chart.yaml': 'apiVersion: v2\nname: redis\nversion: 1.0.0\n' });
    execFileSync(helm, ['package', at('remote/redis'), '--destination', at('served')]);
    const { server, url } = await serve(at('served'));
    try {
      execFileSync(helm, ['repo', 'index', at('served'), '--url', url]);
      const entry = `  - name: redis\n    version: 1.0.0\n    repository: ${url}\n`;
      await writeFile(at('project/one-workflow/requirements.yaml'), workflowChart['requirements.yaml'] + entry);
      const { packaged } = await run();
      const contents = execFileSync('tar', ['tzf', packaged.file], { encoding: 'utf8' });
      assert.match(contents, /charts\/dag-installer-chart\/Chart.yaml/u);
      assert.match(contents, /charts\/redis/u);
    } finally {
      server.close();
    }
  });

  it('says which dependencies could not be fetched', async () => {
    const entry = '  - name: redis\n    version: 1.0.0\n    repository: http://127.0.0.1:9/charts\n';
    await writeFile(at('project/one-workflow/requirements.yaml'), workflowChart['requirements.yaml'] + entry);
    const error = await rejection(run(), 'chart.dependencyNotFound');
    assert.match(error.detail ?? '', /127\.0\.0\.1:9/u);
    assert.match(error.remedy, /network/u);
  });

  it('leaves the output folder as it was when it is cancelled', async () => {
    const controller = new AbortController();
    const running = run({ signal: controller.signal });
    setTimeout(() => controller.abort(), 60);
    await assert.rejects(running, { name: 'AbortError' });
    assert.ok(!existsSync(at('out')));
  });

  for (const where of ['workFolder', 'outputFolder'] as const) {
    it(`says that the disk is full (${where})`, async function () {
      const mounted = mount(at('disk'), 'size=256k');
      if (mounted === undefined) this.skip();
      try {
        const filler = 'project/one-workflow/files/data.bin';
        await writeFiles(folder.path, { [filler]: '' });
        await writeFile(at(filler), randomBytes(where === 'workFolder' ? 140_000 : 300_000));
        await rejection(run({ [where]: at('disk') }), 'disk.full');
        if (where === 'outputFolder') assert.deepEqual(await readdir(at('disk')), []);
        else assert.ok(!existsSync(at('out')));
      } finally {
        mounted();
      }
    });
  }

  it('says that the output folder is read-only', async function () {
    const mounted = mount(at('disk'), 'size=256k,ro');
    if (mounted === undefined) this.skip();
    try {
      await rejection(run({ outputFolder: at('disk') }), 'disk.readOnly');
      await rejection(run({ outputFolder: at('disk/new/charts') }), 'disk.readOnly');
    } finally {
      mounted();
    }
  });

  it('packages a project whose folder is read-only', async function () {
    const mounted = mount(at('disk'), 'size=1m');
    if (mounted === undefined) this.skip();
    try {
      execFileSync('cp', ['-r', at('project'), at('disk/project')]);
      execFileSync('rm', ['-r', at('project')]);
      execFileSync('mount', ['-o', 'remount,ro', at('disk')]);
      execFileSync('ln', ['-s', at('disk/project'), at('project')]);
      assert.equal((await run()).packaged.name, 'one-workflow');
    } finally {
      mounted();
    }
  });
});

/** Mounts a small disk and answers with what unmounts it; undefined where this is not allowed. */
function mount(folder: string, options: string): (() => void) | undefined {
  if (!isRoot) return undefined;
  try {
    execFileSync('mkdir', ['-p', folder]);
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  return () => void execFileSync('umount', [folder]);
}

function randomBytes(size: number): Buffer {
  return Buffer.concat(
    Array.from({ length: Math.ceil(size / 32) }, (_, i) => createHash('sha256').update(`${i}`).digest()),
  );
}

async function serve(folder: string): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    readFile(join(folder, new URL(request.url ?? '/', 'http://x').pathname)).then(
      (content) => response.end(content),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { server, url: `http://127.0.0.1:${address.port}` };
}
