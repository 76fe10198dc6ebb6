import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRunRecord, type RunRecord } from '../../../src/shared/runs/runRecord.ts';
import { startEdkWorkbench, type EdkRun, type EdkWorkbench } from '../../support/edkWorkbench.ts';
import { edkBundle } from '../../support/edkBundle.ts';
import { snapshot } from '../../support/imageWorkbench.ts';
import { countingScript, writeCountingProject } from '../../support/runs/countingProject.ts';
import { until } from '../../support/runEdk.ts';

interface Ran {
  readonly runs: readonly { readonly run: RunRecord; readonly folder: string }[];
}

describe('edk run', function () {
  this.timeout(300_000);
  let bench: EdkWorkbench;
  let project: string;

  before(async () => {
    bench = await startEdkWorkbench();
    const made = await bench.run('init', 'base-python-cpu');
    assert.equal(made.exitCode, 0, JSON.stringify(made.end.error));
    // A blank in a name is nothing special.
    project = join(bench.folder, 'my project');
    await writeCountingProject(project);
  });
  after(() => bench.stop());

  // Before what stands after --.
  const edk = (verb: string, ...args: readonly string[]): Promise<EdkRun> =>
    bench.run(verb, '--json', '--dir', project, ...args);
  const ran = async (...args: readonly string[]): Promise<Ran['runs'][number]> => {
    const { exitCode, end } = await edk('run', ...args);
    assert.equal(exitCode, 0, JSON.stringify(end.error));
    const [first] = (end.value as Ran).runs;
    assert.ok(first);
    return first;
  };
  const csvOf = ({ run, folder }: Ran['runs'][number]): string[] =>
    readFileSync(join(folder, 'data', run.id, 'count-files', 'counts.csv'), 'utf8')
      .trim()
      .split(/\r?\n/);
  const containers = (): string =>
    execFileSync('docker', ['ps', '-aq', '--filter', 'label=org.kaapana.edk.run'], { encoding: 'utf8' }).trim();

  it('computes what the container computes, of input that the tasks before it make', async () => {
    const before = snapshot(project);
    const { run, folder } = await ran('--set', 'factor=2');
    assert.deepEqual(run, parseRunRecord(readFileSync(join(folder, 'run.json'), 'utf8')));
    const counts = csvOf({ run, folder });
    assert.equal(counts[0], 'series,files,product');
    // Three series, and a broken one that is named and left out.
    assert.deepEqual(
      counts.slice(1).map((line) => line.split(',').slice(1)),
      [1, 2, 3].map(() => ['1', '2.0']),
    );
    const task = run.tasks.at(-1);
    assert.ok(task);
    assert.deepEqual([task.state, task.exitCode, task.environment['FACTOR']], ['done', 0, '2']);
    assert.equal(task.environment['KAAPANA_CLIENT_SECRET'], '***');
    assert.deepEqual(task.series.map(({ state }) => state).sort(), ['done', 'done', 'done', 'noInput']);
    assert.deepEqual(snapshot(project), before, 'The project changed.');
  });

  it('runs an edited script on the same input, and says which numbers changed', async () => {
    appendFileSync(join(project, countingScript), '\nprint("edited")\n');
    const { run } = await ran('--set', 'factor=3');
    assert.deepEqual(
      run.tasks.slice(0, -1).map(({ reusedFrom }) => reusedFrom !== undefined),
      [true, true],
    );
    const { end } = await bench.run('runs', 'compare', run.tasks[0]?.reusedFrom ?? 'none', 'last');
    const { files } = end.value as { files: { name: string; changed: { before: number; after: number }[] }[] };
    const changed = files.find(({ name }) => name === 'count-files/counts.csv')?.changed ?? [];
    assert.deepEqual(
      changed.map(({ before, after }) => [before, after]),
      [1, 2, 3].map(() => [2, 3]),
    );
  });

  it('deploys nothing when the run on the sample fails', async () => {
    const script = readFileSync(join(project, countingScript), 'utf8');
    writeFileSync(join(project, countingScript), 'raise SystemExit(3)\n');
    const { exitCode, end } = await edk('deploy', '--run');
    writeFileSync(join(project, countingScript), script);
    assert.deepEqual([exitCode, end.error?.code], [11, 'run.failed']);
    const { end: listed } = await bench.run('registry', '--json');
    assert.doesNotMatch(JSON.stringify(listed.value), /count-files/);
  });

  it('runs the whole workflow, and writes what it puts into MinIO', async () => {
    const { run, folder } = await ran('--workflow');
    assert.deepEqual(
      run.tasks.map(({ state }) => state),
      ['done', 'done', 'done', 'done', 'done'],
    );
    const put = readdirSync(join(folder, 'minio'), { recursive: true, encoding: 'utf8' });
    assert.ok(
      put.some((name) => name.endsWith('counts.csv')),
      put.join('\n'),
    );
  });

  it('starts in the middle with what earlier runs have written', async () => {
    const { run } = await ran('--workflow', '--from', 'count-files', '--set', 'factor=5');
    assert.deepEqual(
      run.tasks.map(({ reusedFrom }) => reusedFrom !== undefined),
      [true, true, false, false, false],
    );
    assert.match(csvOf({ run, folder: join(bench.folder, 'state', 'runs', run.id) })[1] ?? '', /,1,5\.0$/);
  });

  it('says why a container failed, and keeps its record', async () => {
    const { exitCode, end } = await edk('run', '--', 'sh', '-c', 'echo no luck; exit 3');
    assert.deepEqual([exitCode, end.error?.code], [11, 'run.failed']);
    assert.match(end.error?.detail ?? '', /no luck/);
    const { end: listed } = await bench.run('runs');
    const [newest] = (listed.value as { runs: RunRecord[] }).runs;
    assert.deepEqual([newest?.outcome, newest?.reason], ['failed', 'It ended with 3.']);
  });

  it('counts 126 as skipped', async () => {
    const { run } = await ran('--', 'sh', '-c', 'exit 126');
    assert.equal(run.outcome, 'skipped');
  });

  it('refuses a field that the form does not have', async () => {
    const { exitCode, end } = await edk('run', '--set', 'faktor=2');
    assert.equal(exitCode, 2);
    assert.match(end.error?.message ?? '', /Did you mean "factor"/);
  });

  it('runs the tests of a container and names the line of a failure', async () => {
    const { exitCode, end } = await edk('test');
    assert.equal(exitCode, 11);
    const { tests } = end.value as { tests: { name: string; outcome: string; file: string; line: number }[] };
    const bad = tests.find(({ outcome }) => outcome === 'failed');
    assert.deepEqual(
      [bad?.file, bad?.line],
      [join(project, 'processing-containers/count-files/tests/test_count.py'), 10],
    );
    assert.equal(tests.filter(({ outcome }) => outcome === 'passed').length, 1);
  });

  for (const signal of ['SIGINT', 'SIGKILL'] as const) {
    it(`leaves nothing after ${signal}, and goes on from there`, async () => {
      writeFileSync(join(project, countingScript), 'import time\nprint("sleeping", flush=True)\ntime.sleep(60)\n');
      const child = spawn(process.execPath, [await edkBundle(), 'run', '--workflow', '--dir', project], {
        env: { ...process.env, EDK_STATE: join(bench.folder, 'state'), EDK_CACHE: join(bench.folder, 'cache') },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let output = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
      const ended = once(child, 'exit');
      await until(
        () => output.includes('sleeping'),
        () => output,
        120,
      );
      child.kill(signal);
      await ended;
      await writeCountingProject(project);
      const { run } = await ran('--workflow');
      assert.equal(run.outcome, 'done');
      assert.ok(run.tasks[0]?.reusedFrom !== undefined);
      assert.equal(containers(), '');
    });
  }

  it('removes runs with what their containers wrote', async () => {
    const { exitCode } = await bench.run('runs', 'remove', '--all');
    assert.equal(exitCode, 0);
    assert.deepEqual(readdirSync(join(bench.folder, 'state', 'runs')), []);
  });
});
