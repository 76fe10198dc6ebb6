import { join } from 'node:path';
import type { RunFile, RunRecord } from '../../../shared/runs/runRecord.ts';
import { EdkError } from '../../errors/edkError.ts';
import { readRegularFile } from '../../files/readRegularFile.ts';
import { compareValues, pairFiles, type ChangedValue, type FilePair } from '../../runs/compareRuns.ts';
import {
  largestTable,
  readCsv,
  readJsonValues,
  tableValues,
  type FoundValue,
  type Table,
} from '../../runs/readTables.ts';
import { findRun, listRunFolders, type KeptRun } from '../../runs/runFolder.ts';
import type { EdkContext } from '../context/edkContext.ts';

/** What two runs have in common and what not. */
export interface RunComparison {
  readonly before: RunRecord;
  readonly after: RunRecord;
  readonly files: readonly (FilePair & { /** Of CSV and JSON files. */ readonly changed: readonly ChangedValue[] })[];
}

/**
 * Compares two runs; without `before`, a run with the one of the same project before it.
 *
 * @throws EdkError `run.notFound`.
 */
export async function compareRuns(
  edk: EdkContext,
  wanted: { readonly before?: string | undefined; readonly after: string },
): Promise<RunComparison> {
  const { state } = edk.settings.folders;
  const after = await findRun(state, wanted.after);
  const before = wanted.before === undefined ? await runBefore(state, after) : await findRun(state, wanted.before);
  const files = [];
  for (const pair of pairFiles(before.record, after.record)) {
    const isCompared = !pair.same && (pair.kind === 'csv' || pair.kind === 'json');
    const values = async (run: KeptRun, path: string | undefined): Promise<readonly FoundValue[]> =>
      path === undefined || !isCompared ? [] : readValues(run, { path, kind: pair.kind });
    const changed = compareValues(await values(before, pair.before), await values(after, pair.after));
    files.push({ ...pair, changed });
  }
  return { before: before.record, after: after.record, files };
}

async function readValues(run: KeptRun, file: Pick<RunFile, 'path' | 'kind'>): Promise<readonly FoundValue[]> {
  const text = await readText(run, file.path);
  if (text === undefined) return [];
  if (file.kind === 'json') return readJsonValues(text) ?? [];
  const table = readCsv(text);
  return table === undefined ? [] : tableValues(table);
}

/** The text of a file of a run; undefined for one that is too large, or gone. */
async function readText({ folder }: KeptRun, path: string): Promise<string | undefined> {
  try {
    return (await readRegularFile(join(folder.path, path), { limit: largestTable })).toString('utf8');
  } catch (error) {
    if (error instanceof EdkError) return undefined;
    throw error;
  }
}

async function runBefore(state: string, { record }: KeptRun): Promise<KeptRun> {
  const runs = (await listRunFolders(state)).filter((run) => run.record.project.folder === record.project.folder);
  const before = runs[runs.findIndex((run) => run.record.id === record.id) + 1];
  if (before !== undefined) return before;
  throw new EdkError('run.notFound', `There is no run of ${record.project.name} before ${record.id}.`);
}

/** A table or the values of a JSON file, as a run wrote them. */
export type RunNumbers = { readonly file: string } & (
  | { readonly kind: 'table'; readonly table: Table }
  | { readonly kind: 'values'; readonly values: readonly FoundValue[] }
);

/** The numbers of a run's last task: those of the whole batch first. */
export async function readNumbers(run: KeptRun): Promise<readonly RunNumbers[]> {
  const written = run.record.tasks.findLast(({ files }) => files.some(({ kind }) => kind === 'csv' || kind === 'json'));
  const files = [...(written?.files ?? [])].sort((a, b) => rank(a) - rank(b));
  const numbers: RunNumbers[] = [];
  for (const { path, kind } of files) {
    if (kind !== 'csv' && kind !== 'json') continue;
    const text = await readText(run, path);
    if (text === undefined) continue;
    const table = kind === 'csv' ? readCsv(text) : undefined;
    const values = kind === 'json' ? readJsonValues(text) : undefined;
    if (table !== undefined) numbers.push({ file: path, kind: 'table', table });
    if (values !== undefined) numbers.push({ file: path, kind: 'values', values });
  }
  return numbers;
}

/** Tables before JSON, the batch before its series. */
function rank({ kind, series }: RunFile): number {
  return (series === undefined ? 0 : 2) + (kind === 'csv' ? 0 : 1);
}
