/**
 * Compares `edk run` after an edit of the script with what a person would type: docker build and docker run with the
 * mounts and variables of the platform set by hand, on input that an earlier run has prepared. scripts/bench.mjs is its
 * door.
 *
 * The script's own time is in both: it counts files, which takes a few milliseconds. edk also reads the project, the
 * DAG's answer and the registry, checks the form, takes the prepared input over, and hashes and records what came out.
 */
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEdkWorkbench } from '../support/edkWorkbench.ts';
import { countingScript, writeCountingProject } from '../support/runs/countingProject.ts';
import { parseRunRecord } from '../../src/shared/runs/runRecord.ts';
import { findDockerClient } from './findDockerClient.ts';
import { runTimed } from './runTimed.ts';
import { summarize, tableHead } from './summarize.ts';

const { values } = parseArgs({ options: { pairs: { type: 'string', default: '5' } } });
const docker = await findDockerClient();
const bench = await startEdkWorkbench();
try {
  const times = await measure(Number(values.pairs));
  const target = { seconds: 3 };
  process.stdout.write(`\n${tableHead}\n${summarize({ title: 'edit, then numbers', times, target })}\n`);
  process.stdout.write('\nSeconds: the median, with the fastest and the slowest run. Ratio: edk by script.\n');
} finally {
  await bench.stop();
}

async function measure(pairs: number) {
  const project = join(bench.folder, 'project');
  await writeCountingProject(project);
  for (const args of [
    ['init', 'base-python-cpu'],
    ['run', '--dir', project],
  ]) {
    const { exitCode, end } = await bench.run(...args);
    if (exitCode !== 0) throw new Error(JSON.stringify(end.error));
  }
  const { end } = await bench.run('runs', 'show', 'last');
  const { folder } = end.value as { readonly folder: string };
  const byHand = await prepareByHand(project, folder);
  const times = { script: [] as number[], edk: [] as number[] };
  for (let pair = 0; pair < pairs; pair += 1) {
    const edit = (): Promise<void> => appendFile(join(project, countingScript), `\n# ${pair} ${Math.random()}\n`);
    const script = async (): Promise<void> => {
      await edit();
      times.script.push(
        await runTimed({ executable: 'sh', arguments: ['-c', byHand], environment: docker.environment }),
      );
    };
    const edk = async (): Promise<void> => {
      await edit();
      const started = performance.now();
      const { exitCode } = await bench.run('run', '--dir', project);
      if (exitCode !== 0) throw new Error('edk run failed.');
      times.edk.push((performance.now() - started) / 1000);
    };
    for (const turn of pair % 2 === 0 ? [script, edk] : [edk, script]) await turn();
  }
  return times;
}

/** The two commands, with what the container needs: its folders and a dozen variables. */
async function prepareByHand(project: string, folder: string): Promise<string> {
  const record = parseRunRecord(await readFile(join(folder, 'run.json'), 'utf8'));
  const task = record?.tasks.at(-1);
  if (record === undefined || task === undefined) throw new Error('The run has no record.');
  const variables = join(bench.folder, 'variables');
  await writeFile(
    variables,
    Object.entries(task.environment)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
  const context = join(project, 'processing-containers', 'count-files');
  const dockerfile = join(bench.folder, 'Dockerfile');
  const text = await readFile(join(context, 'Dockerfile'), 'utf8');
  await writeFile(dockerfile, text.replaceAll('local-only/', `${bench.registry}/`));
  const name = 'edk-bench-run';
  const quoted = (path: string): string => `'${path}'`;
  return [
    `${docker.executable} build --quiet --tag ${name} --file ${quoted(dockerfile)} ${quoted(context)}`,
    `${docker.executable} run --rm --network none --env-file ${quoted(variables)} ` +
      `--volume ${quoted(`${join(folder, 'data')}:/kaapana/mounted/data`)} ${name}`,
    `cat ${quoted(join(folder, 'data', record.id, 'count-files', 'counts.csv'))}`,
  ].join(' && ');
}
