import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';
import { useTemporaryFolder } from '../../support/temporaryFolder.ts';
import { type ContainerResult, runContainer, templates, testImages } from './docker.ts';

const dagSchema = z.object({
  id: z.string(),
  tasks: z.array(
    z.object({
      name: z.string(),
      image: z.string().nullable(),
      env: z.record(z.string(), z.unknown()),
      downstream: z.array(z.string()),
    }),
  ),
});

describe('the base installer', function () {
  this.timeout(300_000);
  const images = testImages('installer');
  const image = images.tag('base-installer');
  const dagImage = images.tag('dag');
  const folder = useTemporaryFolder();

  before(async () => {
    await images.build('base-python-cpu', 'base-images/base-python-cpu');
    await images.build('base-python-gpu', 'base-images/base-python-gpu');
    await images.build('base-installer', 'base-images/base-installer');
    await images.build('dag', 'pyradiomics-feature-extractor/extension/docker');
  });
  after(() => images.remove());

  beforeEach(async () => {
    for (const name of ['dags', 'plugins']) await mkdir(join(folder.path, 'platform', name), { recursive: true });
  });

  const platform = (): Record<string, string> => ({
    [join(folder.path, 'platform/dags')]: '/kaapana/mounted/workflows/dags',
    [join(folder.path, 'platform/plugins')]: '/kaapana/mounted/workflows/plugins',
  });

  async function write(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(folder.path, path)), { recursive: true });
    await writeFile(join(folder.path, path), text);
  }

  /** What an extension brings, in place of the COPY in its Dockerfile. */
  async function act(extension: string, action: string, files: Record<string, string> = {}): Promise<ContainerResult> {
    const source = join(folder.path, 'images', `${extension}-${Math.random()}`);
    await mkdir(source, { recursive: true });
    for (const [path, text] of Object.entries(files)) await write(join(source, path).slice(folder.path.length), text);
    return runContainer({
      image,
      environment: { ACTION: action, DAG_IMAGE: extension },
      mounts: { [source]: '/kaapana/tmp', ...platform() },
    });
  }

  /** Visible files of the platform: path -> content. */
  async function installed(): Promise<Record<string, string>> {
    const root = join(folder.path, 'platform');
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    const visible = files.filter((file) => !file.includes('.installed')).sort();
    const texts = await Promise.all(visible.map((file) => readFile(file, 'utf8')));
    return Object.fromEntries(visible.map((file, index) => [file.slice(root.length + 1), texts[index] ?? '']));
  }

  async function succeeds(run: Promise<ContainerResult>): Promise<void> {
    const { exitCode, output } = await run;
    assert.equal(exitCode, 0, output);
  }

  async function fails(run: Promise<ContainerResult>, reason: RegExp): Promise<void> {
    const { exitCode, output } = await run;
    assert.equal(exitCode, 1, output);
    assert.match(output, reason);
  }

  it('copies, replaces what is newer, drops what vanished, and removes all of it', async () => {
    await succeeds(act('dag-a', 'copy', { 'dags/dag_a.py': '1', 'dags/a/Old.py': '1', 'plugins/p/x.py': 'p' }));
    assert.deepEqual(await installed(), { 'dags/a/Old.py': '1', 'dags/dag_a.py': '1', 'plugins/p/x.py': 'p' });

    await write('platform/dags/a/__pycache__/Old.cpython-311.pyc', 'compiled by Airflow');
    await succeeds(act('dag-a', 'copy', { 'dags/dag_a.py': '2', 'dags/b/New.py': '2' }));
    assert.deepEqual(await installed(), { 'dags/b/New.py': '2', 'dags/dag_a.py': '2' });

    await succeeds(act('dag-a', 'remove'));
    assert.deepEqual(await readdir(join(folder.path, 'platform'), { recursive: true }), ['dags', 'plugins']);
    await succeeds(act('dag-a', 'remove'));
  });

  it('leaves the files and folders of others alone', async () => {
    await write('platform/dags/shared/theirs.py', 'by hand');
    await succeeds(act('dag-a', 'copy', { 'dags/shared/a.py': 'a', 'dags/mine/a.py': 'a' }));
    await write('platform/dags/mine/note.txt', 'of a person');
    await succeeds(act('dag-b', 'copy', { 'dags/shared/b.py': 'b' }));
    await succeeds(act('dag-a', 'remove'));
    assert.deepEqual(await installed(), {
      'dags/mine/note.txt': 'of a person',
      'dags/shared/b.py': 'b',
      'dags/shared/theirs.py': 'by hand',
    });
  });

  it("refuses to overwrite another extension's file, by name, with nothing half copied", async () => {
    await succeeds(act('dag-a', 'copy', { 'dags/dag_a.py': 'a', 'plugins/p.py': 'a' }));
    const before = await installed();
    const intruder = act('dag-b', 'copy', { 'dags/aaa.py': 'b', 'dags/dag_b.py': 'b', 'plugins/p.py': 'b' });
    await fails(intruder, /Nothing was copied\.\s+\S*\/plugins\/p\.py belongs to dag-a/);
    assert.deepEqual(await installed(), before);
    await succeeds(act('dag-b', 'remove'));
    assert.deepEqual(await installed(), before);
  });

  it('refuses what else stands in the way', async () => {
    await write('platform/dags/dag_a.py', 'by hand');
    await write('platform/dags/folder/x.py', 'by hand');
    await fails(act('dag-a', 'copy', { 'dags/dag_a.py': 'a' }), /belongs to no extension/);
    await fails(act('dag-a', 'copy', { 'dags/folder': 'a' }), /folder is a folder/);
    await fails(act('dag-a', 'copy', { 'dags/dag_a.py/x.py': 'a' }), /dag_a\.py is a file, not a folder/);
    await fails(act('dag-a', 'copy', { 'dags/.installed/dag-b.json': '{}' }), /belongs to the installer/);
    assert.deepEqual(await installed(), { 'dags/dag_a.py': 'by hand', 'dags/folder/x.py': 'by hand' });
  });

  it('says what is wrong with its orders', async () => {
    await fails(act('dag-a', 'zap', { 'dags/a.py': '' }), /ACTION is 'zap'; it must be one of copy, remove, prefetch/);
    await fails(act('dag-a', 'copy'), /no files in \/kaapana\/tmp\/dags/);
    await fails(act('dag-a', 'copy', { 'dag/a.py': '' }), /\/kaapana\/tmp\/dag: only dags and plugins/);
    const unmounted = runContainer({ image: dagImage, environment: { ACTION: 'copy', DAG_IMAGE: 'dag-a' } });
    await fails(unmounted, /\/kaapana\/mounted\/workflows\/dags is not mounted/);
  });

  it('stays for prefetch until it is stopped', async function () {
    this.timeout(60_000);
    const name = `edk-test-prefetch-${process.pid}`;
    const running = execa('docker', ['run', '--rm', '--name', name, '--env', 'ACTION=prefetch', dagImage], {
      reject: false,
      timeout: 40_000,
    });
    try {
      await once(running.stdout, 'data');
      await execa('docker', ['stop', '--time', '20', name]);
      const { exitCode, stdout } = await running;
      assert.deepEqual([exitCode, stdout], [0, 'The image is on the node; waiting to be stopped.']);
    } finally {
      await execa('docker', ['rm', '--force', name], { reject: false });
    }
  });

  describe('wait-for-platform', () => {
    it('gives up at its limit with the reason', async () => {
      const waiting = runContainer({
        image,
        environment: { PLATFORM_API_URL: 'http://127.0.0.1:9/api/', PLATFORM_WAIT_SECONDS: '1' },
        command: ['wait-for-platform'],
      });
      await fails(waiting, /http:\/\/127\.0\.0\.1:9\/api\/health-check did not answer within 1 s: .*refused/);
    });

    it('goes on as soon as the platform is healthy', async () => {
      let requests = 0;
      const server = createServer((request, response) => {
        requests += 1;
        response.writeHead(request.url === '/api/health-check' && requests > 1 ? 200 : 503).end();
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const address = server.address();
      assert.ok(address !== null && typeof address === 'object');
      try {
        const { exitCode, output } = await runContainer({
          image,
          network: 'host',
          environment: { PLATFORM_API_URL: `http://127.0.0.1:${address.port}/api`, PLATFORM_WAIT_SECONDS: '30' },
          command: ['wait-for-platform'],
        });
        assert.equal(exitCode, 0, output);
        assert.equal(requests, 2);
      } finally {
        server.close();
      }
    });
  });

  describe("the template's DAG image", () => {
    it('installs the DAG and the operator, without a name given', async () => {
      await succeeds(runContainer({ image: dagImage, environment: { ACTION: 'copy' }, mounts: platform() }));
      const files = Object.keys(await installed());
      assert.deepEqual(files, [
        'dags/dag_pyradiomics_feature_extractor.py',
        'dags/pyradiomics_feature_extractor/PyradiomicsExtractorOperator.py',
        'dags/pyradiomics_feature_extractor/__init__.py',
      ]);
      await succeeds(runContainer({ image: dagImage, environment: { ACTION: 'remove' }, mounts: platform() }));
      assert.deepEqual(await installed(), {});
    });

    it('holds a DAG that loads, in the right order, with strings as environment', async () => {
      const { exitCode, output } = await runContainer({
        image: dagImage,
        command: ['python3', '-', '/kaapana/tmp/dags', 'dag_pyradiomics_feature_extractor.py'],
        environment: { PYTHONDONTWRITEBYTECODE: '1' },
        input: await readFile(new URL('loadDag.py', import.meta.url), 'utf8'),
      });
      assert.equal(exitCode, 0, output);
      const dag = dagSchema.parse(JSON.parse(output));
      assert.equal(dag.id, 'pyradiomics-feature-extractor');
      const order = ['GetInputOperator', 'DcmConverterOperator', 'pyradiomics-feature-extractor'];
      assert.deepEqual(
        dag.tasks.slice(0, -1).flatMap(({ name, downstream }) => downstream.map((next) => `${name} >> ${next}`)),
        [...order, 'put-features-to-minio', 'LocalWorkflowCleanerOperator'].flatMap((name, index, all) => {
          const next = all[index + 1];
          return next === undefined ? [] : [`${name} >> ${next}`];
        }),
      );
      const extract = dag.tasks.find(({ name }) => name === 'pyradiomics-feature-extractor');
      assert.equal(extract?.image, 'registry/pyradiomics-feature-extractor:1.2.3');
      assert.deepEqual(extract.env, { OPERATOR_IN_MASK_DIR: '' });
      assert.deepEqual(dag.tasks.at(-1)?.env, { OPERATOR_IN_MASK_DIR: 'GetInputOperator' });
    });

    it('offers in its form what the container accepts', async () => {
      const settings = join(
        templates,
        'pyradiomics-feature-extractor/processing-containers/pyradiomics-feature-extractor/files/settings.py',
      );
      const script = [
        'import json, runpy, sys, io, contextlib',
        'sys.argv = ["", "/kaapana/tmp/dags", "dag_pyradiomics_feature_extractor.py"]',
        'with contextlib.redirect_stdout(io.StringIO()) as text: exec(compile(sys.stdin.read(), "loadDag", "exec"))',
        'form = json.loads(text.getvalue())["form"]["properties"]',
        'environment = {name.upper(): str(field["default"]) for name, field in form.items()}',
        'choices = {name.upper(): str(f["items"]["enum"]) for name, f in form.items() if f["type"] == "array"}',
        'platform = dict.fromkeys(["WORKFLOW_DIR", "BATCH_NAME", "OPERATOR_IN_DIR", "OPERATOR_OUT_DIR"], "x")',
        'sys.modules.setdefault("settings", module := type(sys)("settings"))',
        'exec(compile(open("/settings.py").read(), "settings", "exec"), vars(module))',
        'module.read_settings({**platform, **environment})',
        'all_chosen = module.read_settings({**platform, **choices})',
        'assert all_chosen.feature_classes == module.FEATURE_CLASSES, all_chosen',
        'assert all_chosen.image_filters == module.IMAGE_FILTERS, all_chosen',
      ];
      const { exitCode, output } = await runContainer({
        image: dagImage,
        mounts: { [settings]: '/settings.py:ro' },
        command: ['python3', '-c', script.join('\n')],
        environment: { PYTHONDONTWRITEBYTECODE: '1' },
        input: await readFile(new URL('loadDag.py', import.meta.url), 'utf8'),
      });
      assert.equal(exitCode, 0, output);
    });
  });
});
