import { randomInt } from 'node:crypto';
import { chmod, lstat, mkdir, readdir, realpath, rm, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseRunRecord, runRecordFile, type RunRecord } from '../../shared/runs/runRecord.ts';
import { EdkError } from '../errors/edkError.ts';
import { explainFileError } from '../errors/fileErrors.ts';
import { makePrivateFolder } from '../files/writeFiles.ts';
import { isMissing, readRegularFile } from '../files/readRegularFile.ts';
import { nearest } from '../text/nearest.ts';
import { batchName } from './contract/podContract.ts';

/** Where the things of one run are; all absolute. */
export interface RunFolder {
  readonly id: string;
  readonly path: string;
  /** What containers see as the data of all runs. */
  readonly data: string;
  /** The run's own folder in there: WORKFLOW_DIR. */
  readonly workflow: string;
  /** One folder per series. */
  readonly batch: string;
  readonly conf: string;
  readonly logs: string;
  /** Play MinIO and the PACS. */
  readonly minio: string;
  readonly pacs: string;
}

const recordLimit = 64 * 1024 * 1024;

function runsFolder(stateFolder: string): string {
  return join(stateFolder, 'runs');
}

/** Where containers of all runs keep models: what one has installed, the next one finds. */
export async function makeVolume(stateFolder: string, name: 'models' | 'tensorboard'): Promise<string> {
  return makeOpenFolder(await makePrivateFolder(stateFolder, 'run-volumes'), name);
}

/** Containers may run as any user; other people of this machine do not get past the folder around. */
async function makeOpenFolder(privateFolder: string, ...names: readonly string[]): Promise<string> {
  let folder = privateFolder;
  for (const name of names) {
    folder = join(folder, name);
    try {
      await mkdir(folder, { recursive: true });
      await chmod(folder, 0o777);
    } catch (error) {
      // A container has made it another user's.
      if (!isForbidden(error)) throw explainFileError(error, folder);
    }
  }
  return folder;
}

/** As the platform names a run: `<dag id>-<yymmddHHMMSSffffff>`. */
export function newRunId(dagId: string, now: Date): string {
  const digits = now.toISOString().replaceAll(/\D/g, '');
  const microseconds = String(randomInt(1000)).padStart(3, '0');
  return `${dagId}-${digits.slice(2)}${microseconds}`;
}

/**
 * Makes the folder of a new run, for its owner alone.
 *
 * @param output takes the place of a folder in the state; it must be empty or not there.
 * @throws EdkError `name.invalid` for a DAG id that no folder can have, `target.exists`, `disk.*`.
 */
export async function makeRunFolder(stateFolder: string, id: string, output?: string): Promise<RunFolder> {
  if (!isRunId(id)) throw new EdkError('name.invalid', `"${id}" cannot be the name of a run.`);
  const folder = await makePrivateFolder(runsFolder(stateFolder));
  const listed = join(folder, id);
  try {
    if (output === undefined) await mkdir(listed, { mode: 0o700 });
    else await symlink(await emptyFolder(output), listed);
  } catch (error) {
    throw explainFileError(error, listed);
  }
  const places = placesOf(id, output === undefined ? listed : await realpath(listed));
  await makePrivateFolder(places.logs);
  await makeOpenFolder(places.path, 'data', id, batchName);
  for (const name of ['minio', 'pacs']) await makeOpenFolder(places.path, name);
  return places;
}

async function emptyFolder(folder: string): Promise<string> {
  const path = await makePrivateFolder(resolve(folder));
  if ((await readdir(path)).length === 0) return path;
  throw new EdkError('target.exists', `${path} is not empty.`, { remedy: 'Choose a new folder with --output.' });
}

/** Names that Airflow takes for DAGs, without those that lead elsewhere. */
export function isRunId(id: string): boolean {
  return /^[\p{L}\p{N}_][\p{L}\p{N}_.-]{0,249}$/u.test(id);
}

function placesOf(id: string, path: string): RunFolder {
  const data = join(path, 'data');
  const workflow = join(data, id);
  return {
    id,
    path,
    data,
    workflow,
    batch: join(workflow, batchName),
    conf: join(path, 'conf.json'),
    logs: join(path, 'logs'),
    minio: join(path, 'minio'),
    pacs: join(path, 'pacs'),
  };
}

export interface KeptRun {
  readonly folder: RunFolder;
  readonly record: RunRecord;
}

/** The runs on this machine, the newest first; what has no record that can be read is left out. */
export async function listRunFolders(stateFolder: string): Promise<readonly KeptRun[]> {
  const names = await readdir(runsFolder(stateFolder)).catch(() => []);
  const runs = await Promise.all(names.filter(isRunId).map((id) => readRun(stateFolder, id)));
  return runs.filter((run) => run !== undefined).sort((a, b) => b.record.started.localeCompare(a.record.started));
}

async function readRun(stateFolder: string, id: string): Promise<KeptRun | undefined> {
  const run = await readRunAt(join(runsFolder(stateFolder), id));
  return run?.record.id === id ? run : undefined;
}

/** The run in a folder; undefined where no record can be read. */
export async function readRunAt(folder: string): Promise<KeptRun | undefined> {
  try {
    const path = await realpath(folder);
    const bytes = await readRegularFile(join(path, runRecordFile), { limit: recordLimit });
    const record = parseRunRecord(bytes.toString('utf8'));
    return record === undefined ? undefined : { folder: placesOf(record.id, path), record };
  } catch (error) {
    if (isMissing(error) || error instanceof EdkError) return undefined;
    throw error;
  }
}

/**
 * The run that a person means: its id, the end or beginning of one that only one has, or `last`.
 *
 * @throws EdkError `run.notFound`.
 */
export async function findRun(stateFolder: string, wanted: string): Promise<KeptRun> {
  const runs = await listRunFolders(stateFolder);
  const [newest] = runs;
  if (wanted === 'last' && newest !== undefined) return newest;
  const exact = runs.find(({ record }) => record.id === wanted);
  if (exact !== undefined) return exact;
  const alike = runs.filter(({ record: { id } }) => wanted !== '' && (id.startsWith(wanted) || id.endsWith(wanted)));
  const [only, ...others] = alike;
  if (only !== undefined && others.length === 0) return only;
  const ids = (only === undefined ? runs : alike).map(({ record }) => record.id);
  const near = only === undefined ? nearest(wanted, ids).slice(0, 3) : ids.slice(0, 5);
  const hint = near.length === 0 ? '' : ` There is ${near.join(', ')}.`;
  const says = only === undefined ? `There is no run "${wanted}".` : `"${wanted}" matches ${alike.length} runs.`;
  throw new EdkError('run.notFound', `${says}${hint}`);
}

/**
 * Removes a run's folder; of one whose folder a person chose, only its place in the list.
 *
 * @param removeForeign removes what containers have written as another user.
 * @returns whether its files are gone.
 */
export async function removeRunFolder(
  stateFolder: string,
  { path, id }: Pick<RunFolder, 'path' | 'id'>,
  removeForeign: (folder: string) => Promise<void>,
): Promise<'removed' | 'unlisted'> {
  const listed = join(runsFolder(stateFolder), id);
  try {
    if ((await lstat(listed)).isSymbolicLink()) {
      await rm(listed);
      return 'unlisted';
    }
    await rm(path, { recursive: true, force: true }).catch(async (error: unknown) => {
      if (!isForbidden(error)) throw error;
      await removeForeign(path);
      await rm(path, { recursive: true, force: true });
    });
    return 'removed';
  } catch (error) {
    throw explainFileError(error, path);
  }
}

function isForbidden(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM');
}
