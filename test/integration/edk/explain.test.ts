import assert from 'node:assert/strict';
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { startEdkWorkbench, type EdkWorkbench } from '../../support/edkWorkbench.ts';
import { until } from '../../support/sandbox/startTestPlatform.ts';
import { writeWorkflowProject } from '../../support/workflowProject.ts';

const explanationSchema = z.object({
  links: z.array(
    z.object({
      id: z.string(),
      state: z.string(),
      says: z.string(),
      detail: z.string().optional(),
      remedy: z.object({ text: z.string(), action: z.string().optional() }).optional(),
    }),
  ),
});

type Link = z.infer<typeof explanationSchema>['links'][number];

describe('edk explain, on a project that is broken at one link after the other', () => {
  const name = 'slow-reader';
  const chart = `${name}-workflow`;
  let workbench: EdkWorkbench;
  let project: string;

  before(async () => {
    workbench = await startEdkWorkbench();
    project = join(workbench.folder, name);
    await writeWorkflowProject(project, name);
  });
  after(() => workbench.stop());

  const dagImage = (): string => join(project, 'extension/docker/Dockerfile');
  const chartFile = (): string => join(project, `extension/${chart}/Chart.yaml`);
  const succeeds = async (...args: string[]): Promise<void> => {
    const { exitCode, end } = await workbench.run(...args);
    assert.equal(exitCode, 0, JSON.stringify(end.error));
  };

  /** The links by id; and the broken one, which has to be the last. */
  async function explain(...args: string[]): Promise<{ links: ReadonlyMap<string, Link>; broken: Link | undefined }> {
    const { exitCode, end } = await workbench.run('explain', ...args);
    const { links } = explanationSchema.parse(end.value);
    const broken = links.find(({ state }) => state === 'broken');
    if (broken !== undefined) assert.equal(broken, links.at(-1));
    assert.equal(exitCode, broken === undefined ? 0 : 8);
    return { links: new Map(links.map((link) => [link.id, link])), broken };
  }

  /** As soon as the platform's list is read again, which shows a chart late that was just uploaded. */
  async function explainListed(): ReturnType<typeof explain> {
    return until(
      () => explain(project),
      ({ broken }) => broken?.id !== 'chart',
    );
  }

  async function withChange<T>(file: string, change: (text: string) => string, work: () => Promise<T>): Promise<T> {
    const text = await readFile(file, 'utf8');
    await writeFile(file, change(text));
    try {
      return await work();
    } finally {
      await writeFile(file, text);
    }
  }

  it('names the file with the mistake', async () => {
    const dag = join(project, 'extension/docker/files/dag_slow_reader.py');
    const { broken } = await withChange(
      dag,
      () => 'dag = DAG(\n',
      () => explain(project),
    );
    assert.equal(broken?.id, 'files');
    assert.match(broken.detail ?? '', /dag_slow_reader\.py:\d+: .* \(dag\/syntax-error\)/);
  });

  it('misses the base images', async () => {
    const { broken } = await explain(project);
    assert.deepEqual([broken?.id, broken?.remedy?.action], ['images', 'initialize']);
  });

  it('misses the images of the project', async () => {
    await succeeds('init');
    const { broken } = await explain(project);
    assert.deepEqual([broken?.id, broken?.remedy?.action], ['images', 'deploy']);
    assert.match(broken?.says ?? '', /slow-reader/);
  });

  it('misses the chart on the platform', async () => {
    await succeeds('build', 'image', '--dir', project);
    const { broken, links } = await explain(project);
    assert.equal(links.get('images')?.state, 'good');
    assert.deepEqual([broken?.id, broken?.remedy?.action], ['chart', 'deploy']);
  });

  it('misses the installation, and says that an experimental extension is hidden', async () => {
    await withChange(
      chartFile(),
      (text) => text.replace('[kaapanaworkflow]', '[kaapanaworkflow, kaapanaexperimental]'),
      async () => {
        await succeeds('build', 'extension', '--dir', project);
        const { broken, links } = await explainListed();
        assert.deepEqual([links.get('visible')?.state, links.get('visible')?.remedy?.action], ['note', 'showFilter']);
        assert.equal(links.get('project')?.state, 'unknown');
        assert.deepEqual([broken?.id, broken?.remedy?.action], ['installed', 'install']);
      },
    );
  });

  it('misses the version that the project is built for', async () => {
    await succeeds('build', 'image', '--dir', project, '--build-version', '0.7.0');
    const { broken } = await explain(project, '--build-version', '0.7.0');
    assert.deepEqual([broken?.id, broken?.remedy?.action], ['version', 'deploy']);
    assert.match(broken?.says ?? '', /has version 0\.7\.0; the platform has 0\.6\.0/);
  });

  it('shows the log of a pod that fails', async () => {
    await withChange(
      dagImage(),
      (text) => `${text}ENTRYPOINT ["sh", "-c", "echo out of luck; exit 3"]\n`,
      async () => {
        const { end } = await workbench.run('deploy', '--dir', project, '--timeout', '60');
        assert.equal(end.error?.code, 'release.failed');
        const { broken, links } = await explain(project);
        assert.equal(links.get('installed')?.state, 'good');
        assert.equal(broken?.id, 'pods');
        assert.match(broken.detail ?? '', /out of luck/);
      },
    );
  });

  it('knows a release that does not get uninstalled, because its hook fails', async () => {
    const { end } = await workbench.run('uninstall', chart);
    assert.equal(end.error?.code, 'release.stuck');
    const { broken } = await explain(project);
    assert.deepEqual([broken?.id, broken?.remedy?.action], ['helm', 'forceUninstall']);
    await succeeds('uninstall', chart, '--force');
  });

  it('finds nothing broken after a deployment, and says that Airflow needs a minute', async () => {
    await succeeds('deploy', '--dir', project);
    const { broken, links } = await explain(project);
    assert.equal(broken, undefined);
    assert.match(links.get('dag')?.says ?? '', /dag_slow_reader\.py/);
    assert.equal(links.get('refresh')?.state, 'note');
  });

  it('explains a release without its files', async () => {
    const { broken, links } = await explain(chart);
    assert.equal(broken, undefined);
    assert.equal(links.has('files'), false);
    assert.equal(links.get('pods')?.state, 'good');
  });

  it('says that what runs is older than the files', async () => {
    await appendFile(join(project, 'processing-containers', name, 'files/process.py'), '# later\n');
    const { links } = await explain(project);
    assert.equal(links.get('images')?.state, 'note');
    await succeeds('deploy', '--dir', project);
  });

  it('misses a DAG file that somebody removed', async () => {
    await rm(join(workbench.dags, 'dag_slow_reader.py'));
    const { broken } = await explain(project);
    assert.deepEqual([broken?.id, broken?.remedy?.action], ['dag', 'deploy']);
  });

  it('knows nothing of a release that there is not', async () => {
    const { broken } = await explain('no-such-release');
    assert.equal(broken?.id, 'chart');
  });

  it('misses the platform', async () => {
    const { broken } = await explain(chart, '--platform-url', 'http://127.0.0.1:9/kube-helm-api');
    assert.deepEqual([broken?.id, broken?.remedy?.action], ['platform', 'startPlatform']);
  });
});
