import type { RunRecord } from '../../shared/runs/runRecord.ts';
import { formatDuration } from '../../core/text/formatAmounts.ts';
import type { FoundValue, Table } from '../../core/runs/readTables.ts';
import type { RunComparison, RunNumbers } from '../../core/useCases/run/runNumbers.ts';
import { nameIn } from '../../core/runs/compareRuns.ts';
import { formatTable } from './formatTable.ts';

const outcomeWords: Readonly<Record<NonNullable<RunRecord['outcome']>, string>> = {
  done: 'done',
  skipped: 'skipped',
  failed: 'failed',
  outOfMemory: 'out of memory',
  timedOut: 'timed out',
  cancelled: 'cancelled',
};

/** One that is still running, or whose process was killed, has no outcome. */
export function outcomeOf({ outcome }: Pick<RunRecord, 'outcome'>): string {
  return outcome === undefined ? 'not finished' : outcomeWords[outcome];
}

export function durationOf({
  started,
  ended,
}: {
  readonly started?: string | undefined;
  readonly ended?: string | undefined;
}): string {
  return started === undefined || ended === undefined ? '' : formatDuration(Date.parse(ended) - Date.parse(started));
}

export function describeRuns(runs: readonly RunRecord[]): string {
  const rows = runs.map((run) => [run.id, run.project.name, outcomeOf(run), durationOf(run), run.started.slice(0, 19)]);
  return formatTable(
    ['RUN', 'PROJECT', 'OUTCOME', 'TIME', 'STARTED'],
    rows,
    'There are no runs. Start one with "edk run".',
  );
}

export function describeTasks({ tasks }: RunRecord): string {
  const rows = tasks.map((task) => {
    const { id, state, reason, files, reusedFrom } = task;
    const note = reusedFrom === undefined ? (reason ?? '') : `unchanged since ${reusedFrom}`;
    return [id, state, durationOf(task), `${files.length}`, note];
  });
  return formatTable(['TASK', 'STATE', 'TIME', 'FILES', ''], rows, 'The run has no tasks.');
}

const shown = { tables: 3, rows: 5, columns: 6, values: 12, width: 40 };

/** The first rows of the first tables, else the first values of JSON files. */
export function describeNumbers(id: string, numbers: readonly RunNumbers[]): string {
  const tables = numbers.filter(({ kind }) => kind === 'table');
  const first = (tables.length > 0 ? tables : numbers).slice(0, shown.tables);
  const blocks = first.map((one) => {
    const body = one.kind === 'table' ? describeTable(one.table) : describeValues(one.values);
    return `${nameIn(id, one.file)}\n${body}`;
  });
  const more = numbers.length - first.length;
  return [...blocks, ...(more > 0 ? [`${more} more tables and JSON files.`] : [])].join('\n\n');
}

function describeTable({ header, rows }: Table): string {
  const cut = (cells: readonly string[]): string[] => cells.slice(0, shown.columns).map(shorten);
  const more = [
    ...(rows.length > shown.rows ? [`${rows.length - shown.rows} more rows`] : []),
    ...(header.length > shown.columns ? [`${header.length - shown.columns} more columns`] : []),
  ];
  const table = formatTable(cut(header), rows.slice(0, shown.rows).map(cut), 'No rows.');
  return more.length === 0 ? table : `${table}\n(${more.join(', ')})`;
}

function describeValues(values: readonly FoundValue[]): string {
  const rows = values.slice(0, shown.values).map(({ path, value }) => [path, shorten(String(value))]);
  const table = formatTable(['VALUE', ''], rows, 'No values.');
  return values.length > shown.values ? `${table}\n(${values.length - shown.values} more values)` : table;
}

function shorten(text: string): string {
  return text.length > shown.width ? `${text.slice(0, shown.width - 1)}…` : text;
}

const comparedValues = 30;

export function describeComparison({ before, after, files }: RunComparison): string {
  const differing = files.filter(({ same }) => !same);
  if (differing.length === 0) return `${before.id} and ${after.id} wrote the same files.`;
  const blocks = differing.map(({ name, before: earlier, after: later, changed }) => {
    if (earlier === undefined || later === undefined) {
      return `${name}: only in ${earlier === undefined ? after.id : before.id}`;
    }
    if (changed.length === 0) return `${name}: differs`;
    const rows = changed
      .slice(0, comparedValues)
      .map(({ path, before: one, after: other }) => [path, textOf(one), textOf(other), differenceOf(one, other)]);
    const more = changed.length > comparedValues ? `\n(${changed.length - comparedValues} more)` : '';
    return `${name}\n${formatTable(['VALUE', 'BEFORE', 'AFTER', ''], rows, '')}${more}`;
  });
  return blocks.join('\n\n');
}

function textOf(value: FoundValue['value'] | undefined): string {
  return value === undefined ? '-' : shorten(String(value));
}

/** `+3.2 %` */
function differenceOf(before: FoundValue['value'] | undefined, after: FoundValue['value'] | undefined): string {
  if (typeof before !== 'number' || typeof after !== 'number' || before === 0) return '';
  const percent = ((after - before) / Math.abs(before)) * 100;
  const digits = Math.abs(percent) < 100 ? percent.toPrecision(3) : percent.toFixed(0);
  return `${percent > 0 ? '+' : ''}${digits} %`;
}
