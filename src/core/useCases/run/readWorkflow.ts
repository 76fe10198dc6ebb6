import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeCacheFile } from '../../files/writeFiles.ts';
import { EdkError } from '../../errors/edkError.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import type { Project } from '../../project/project.ts';
import { dagReadingSchema, type DagReading } from '../../runs/dag/dagSchema.ts';
import { plainRun } from '../../runs/engine/runEngine.ts';
import { parseJson } from '../../text/parseJson.ts';
import type { RunContext } from './runContext.ts';

/** What the DAG files of a project say. */
export interface ReadWorkflow {
  readonly reading: DagReading;
  /** Absolute; what the DAG image copies into the platform's DAG folder. */
  readonly folder: string;
}

/** Reads the DAG files of a project with Airflow; again when one of them changed. Undefined without a DAG image. */
export async function readWorkflow(
  { edk, engine, project, runImage }: RunContext,
  step: JobStep,
): Promise<ReadWorkflow | undefined> {
  const folder = dagFolder(project);
  if (folder === undefined) return undefined;
  const image = await runImage('airflow');
  const { buildVersion, registry, folders } = edk.settings;
  const texts = [...project.dagFiles.values()].map(({ path, text }) => `${path}\0${text}`).sort();
  const key = createHash('sha256').update([image, folder, buildVersion, registry.pull, ...texts].join('\0'));
  const file = join(folders.cache, 'dags', `${key.digest('hex')}.json`);
  const known = parseJson(await readFile(file, 'utf8').catch(() => ''), dagReadingSchema);
  if (known !== undefined) return { reading: known, folder };
  return step.run('Read the DAG', async (reading) => {
    const command = ['python3', '-m', 'edk_airflow', 'read-dag', '/kaapana/mounted/workflows/dags'];
    const run = plainRun({ name: 'edk-read-dag', image, command, signal: reading.signal });
    const end = await engine.run({
      ...run,
      environment: { DEFAULT_REGISTRY: registry.pull, KAAPANA_BUILD_VERSION: buildVersion },
      mounts: [{ folder, target: '/kaapana/mounted/workflows/dags', mode: 'ro' }],
    });
    const answer = parseJson(end.output, dagReadingSchema);
    if (end.exitCode !== 0 || answer === undefined) {
      throw new EdkError('operator.invalid', 'The DAG files cannot be read with Airflow.', { detail: end.lastLines });
    }
    await writeCacheFile(file, JSON.stringify(answer));
    return { reading: answer, folder };
  });
}

/** The folder that the DAG image copies as a whole, else its context. */
function dagFolder({ images }: Project): string | undefined {
  const image = images.find(({ role }) => role === 'dag');
  if (image === undefined) return undefined;
  const copied = image.instructions
    .filter(({ keyword }) => keyword === 'COPY')
    .map(({ text }) => /^COPY\s+(?:--\S+\s+)*(\S+?)\/?\s+\/kaapana\/tmp\/dags\/?$/i.exec(text)?.[1])
    .filter((source) => source !== undefined);
  const [source] = copied;
  return source === undefined || copied.length > 1 ? image.context : join(image.context, source);
}
