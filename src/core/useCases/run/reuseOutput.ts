import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunTask } from '../../../shared/runs/runRecord.ts';
import type { DagTask } from '../../runs/dag/dagSchema.ts';
import { isRepeatable, type Launch } from '../../runs/launch.ts';
import type { RunBook } from '../../runs/runBook.ts';
import { readOutput } from '../../runs/runFiles.ts';
import { listRunFolders, type RunFolder } from '../../runs/runFolder.ts';
import { isMissing } from '../../files/readRegularFile.ts';

export interface TaskInputs {
  readonly task: DagTask;
  /** Id or reference of the image that it runs in. */
  readonly image: string;
  /** Values of the workflow form. */
  readonly form: unknown;
  /** UIDs of the series, and what tells the data that they are in from other data. */
  readonly data: readonly string[];
  readonly command?: readonly string[] | undefined;
}

/** Everything that decides what a task writes, as one hash: what it is told, and what all before it have written. */
export function hashInputs({ task, image, form, data, command }: TaskInputs, { record }: RunBook): string {
  const { id, operator, outDir, inDir, envVars, arguments: given } = task;
  const before = ancestorsIn(record.tasks, id).map(({ id: name, outputHash }) => [name, outputHash ?? '']);
  const parts = { id, operator, outDir, inDir, envVars, given, image, form, data, command, before };
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

function ancestorsIn(tasks: readonly RunTask[], id: string): RunTask[] {
  const needed = new Set<string>([id]);
  // Tasks stand after those that they need, or this is repeated until nothing is added.
  for (let before = 0; before !== needed.size;) {
    before = needed.size;
    for (const task of tasks) if (needed.has(task.id)) for (const name of task.upstream) needed.add(name);
  }
  return tasks.filter((task) => task.id !== id && needed.has(task.id));
}

/** Of so many runs at most, the newest first. */
const lookedAt = 20;

interface Places {
  readonly stateFolder: string;
  readonly folder: RunFolder;
  /** Id of the only run that counts. */
  readonly within?: string | undefined;
}

/**
 * Takes what an earlier run of the same task wrote, when it had the same inputs and its output is still there.
 *
 * @returns what to note of the task; undefined when there is nothing to take.
 */
export async function takeEarlierOutput(
  { task, launch, inputHash }: { readonly task: DagTask; readonly launch: Launch; readonly inputHash: string },
  places: Places,
  signal: AbortSignal,
): Promise<Partial<RunTask> | undefined> {
  if (!isRepeatable(launch)) return undefined;
  return takeOutput(task, {
    ...places,
    signal,
    isWanted: (one) => one.inputHash === inputHash && one.files.length > 0,
  });
}

/** The same of the newest run that has any, or of the one that is named, whatever its inputs were. */
export function takeLatestOutput(
  task: DagTask,
  places: Places,
  signal: AbortSignal,
): Promise<Partial<RunTask> | undefined> {
  return takeOutput(task, { ...places, signal, isWanted: () => true });
}

interface Taking extends Places {
  readonly signal: AbortSignal;
  readonly isWanted: (earlier: RunTask) => boolean;
}

async function takeOutput(
  { id, outDir }: DagTask,
  { stateFolder, folder, within, signal, isWanted }: Taking,
): Promise<Partial<RunTask> | undefined> {
  const runs = await listRunFolders(stateFolder);
  for (const run of within === undefined ? runs.slice(0, lookedAt) : runs) {
    if (run.record.id === folder.id || (within ?? run.record.id) !== run.record.id) continue;
    const earlier = run.record.tasks.find((one) => one.id === id && one.outDir === outDir);
    if (earlier?.state !== 'done' || !isWanted(earlier)) continue;
    if (!(await copyOutput(outDir, run.folder, folder)) && earlier.files.length > 0) continue;
    // Somebody may have changed what was written.
    if ((await readOutput(folder, outDir, signal)).hash !== earlier.outputHash) continue;
    return takenFrom(earlier, run.record.id, folder.id);
  }
  return undefined;
}

function takenFrom(earlier: RunTask, from: string, to: string): Partial<RunTask> {
  const { image, series, outputHash, inputHash, command, environment } = earlier;
  const files = earlier.files.map((file) => ({ ...file, path: file.path.replace(`data/${from}/`, `data/${to}/`) }));
  const now = new Date().toISOString();
  return {
    state: 'done',
    started: now,
    ended: now,
    reusedFrom: earlier.reusedFrom ?? from,
    image,
    series,
    outputHash,
    inputHash,
    command,
    environment,
    files,
  };
}

/** As copies, cheap ones where the disk can: a container may change its input in place. */
async function copyOutput(outDir: string, from: RunFolder, to: RunFolder): Promise<boolean> {
  const options = { recursive: true, mode: constants.COPYFILE_FICLONE, preserveTimestamps: true };
  try {
    let copied = await copyIfThere(join(from.workflow, outDir), join(to.workflow, outDir), options);
    for (const uid of await readdir(from.batch)) {
      const source = join(from.batch, uid, outDir);
      copied = (await copyIfThere(source, join(to.batch, uid, outDir), options)) || copied;
    }
    return copied;
  } catch {
    // Files of another user, or one that is being removed: then the task runs.
    return false;
  }
}

async function copyIfThere(from: string, to: string, options: Parameters<typeof cp>[2]): Promise<boolean> {
  try {
    await readdir(from);
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
  await mkdir(join(to, '..'), { recursive: true });
  await cp(from, to, options);
  return true;
}
