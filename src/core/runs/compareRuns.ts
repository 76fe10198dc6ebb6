import type { RunRecord, RunTask } from '../../shared/runs/runRecord.ts';
import type { FoundValue } from './readTables.ts';

/** One value that differs between two runs; undefined where a run does not have it. */
export interface ChangedValue {
  readonly path: string;
  readonly before: FoundValue['value'] | undefined;
  readonly after: FoundValue['value'] | undefined;
}

/** The values of two files that are not the same, in the order of the second. */
export function compareValues(before: readonly FoundValue[], after: readonly FoundValue[]): readonly ChangedValue[] {
  const earlier = new Map(before.map(({ path, value }) => [path, value]));
  const later = new Set(after.map(({ path }) => path));
  const changed = after
    .filter(({ path, value }) => !earlier.has(path) || earlier.get(path) !== value)
    .map(({ path, value }) => ({ path, before: earlier.get(path), after: value }));
  const gone = before
    .filter(({ path }) => !later.has(path))
    .map(({ path, value }) => ({ path, before: value, after: undefined }));
  return [...changed, ...gone];
}

/** A file that both runs have, or one of them: where it lies from the run's data on, without the run's id. */
export interface FilePair {
  readonly name: string;
  readonly kind: RunTask['files'][number]['kind'];
  /** Paths in the runs' folders. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly same: boolean;
}

/** The files of two runs side by side: those that tasks of the same name wrote into the same place. */
export function pairFiles(before: RunRecord, after: RunRecord): readonly FilePair[] {
  const earlier = filesByName(before);
  const later = filesByName(after);
  return [...new Set([...later.keys(), ...earlier.keys()])].sort().map((name) => {
    const [one, other] = [earlier.get(name), later.get(name)];
    const same = one?.sha256 !== undefined && one.sha256 === other?.sha256;
    return { name, kind: (other ?? one)?.kind ?? 'other', before: one?.path, after: other?.path, same };
  });
}

function filesByName({ id, tasks }: RunRecord): Map<string, RunTask['files'][number]> {
  return new Map(tasks.flatMap(({ files }) => files.map((file) => [nameIn(id, file.path), file] as const)));
}

/** `batch/<series>/<folder>/file.csv` */
export function nameIn(id: string, path: string): string {
  const prefix = `data/${id}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : path;
}
