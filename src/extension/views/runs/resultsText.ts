import { basename } from 'node:path';
import type { RunNumbers } from '../../../core/useCases/run/runNumbers.ts';
import { formatDuration } from '../../../core/text/formatAmounts.ts';
import type { RunRecord, RunTask } from '../../../shared/runs/runRecord.ts';
import type { Translate } from '../../ui/translate.ts';

/** More rows and values of one file are for a spreadsheet. */
const mostRows = 200;

/** A run as Markdown: its tasks, then every table and the values of JSON files. */
export function resultsText(record: RunRecord, numbers: readonly RunNumbers[], translate: Translate): string {
  const blocks = [
    `# ${record.project.name}: ${outcomeWord(record.outcome, translate)}`,
    [record.id, ...(record.reason === undefined ? [] : [record.reason])].join('\n\n'),
    table(
      [translate('Task'), translate('State'), translate('Time'), translate('Files')],
      record.tasks.map((task) => [task.id, stateOf(task, translate), timeOf(task), `${task.files.length}`]),
    ),
    ...numbers.map((one) => `## ${basename(one.file)}\n\n${one.file}\n\n${numbersTable(one, translate)}`),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function numbersTable(numbers: RunNumbers, translate: Translate): string {
  const header = numbers.kind === 'table' ? numbers.table.header : [translate('Value'), ''];
  const all =
    numbers.kind === 'table' ? numbers.table.rows : numbers.values.map(({ path, value }) => [path, String(value)]);
  const more = all.length - mostRows;
  const rest = more > 0 ? `\n\n${translate('{0} more rows', String(more))}` : '';
  return table(header, all.slice(0, mostRows)) + rest;
}

function stateOf({ state, reason, reusedFrom }: RunTask, translate: Translate): string {
  if (reusedFrom !== undefined) return translate('unchanged since {0}', reusedFrom);
  if (state === 'waiting') return translate('waiting');
  if (state === 'running') return translate('running');
  const word = outcomeWord(state, translate);
  return reason === undefined ? word : `${word}: ${reason}`;
}

/** What a run or a task came to; undefined for one whose process was killed. */
function outcomeWord(outcome: RunRecord['outcome'], translate: Translate): string {
  switch (outcome) {
    case 'done':
      return translate('done');
    case 'skipped':
      return translate('skipped');
    case 'failed':
      return translate('failed');
    case 'outOfMemory':
      return translate('out of memory');
    case 'timedOut':
      return translate('timed out');
    case 'cancelled':
      return translate('cancelled');
    case undefined:
      return translate('not finished');
  }
}

function timeOf({ started, ended }: RunTask): string {
  return started === undefined || ended === undefined ? '' : formatDuration(Date.parse(ended) - Date.parse(started));
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeCell).join(' | ')} |`;
  return [line(header), `| ${header.map(() => '---').join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** Texts of a run come from containers: nothing of them is a link, a picture or a new cell. */
function escapeCell(text: string): string {
  return text.replace(/[\\`*_[\]<>()|!]/g, '\\$&').replace(/\s+/g, ' ');
}
