import pc from 'picocolors';
import { formatDuration } from '../../core/text/formatAmounts.ts';
import type { FinishedStep } from '../../core/jobs/stepTree.ts';
import type { ReportedError } from '../../core/jobs/jobEvent.ts';

const marks = {
  done: pc.green('✔'),
  skipped: pc.dim('○'),
  failed: pc.red('✖'),
  cancelled: pc.yellow('■'),
} as const;

/** One line for a step that ended, indented by its depth. */
export function formatStep({ depth, title, end: { outcome, durationMs, note } }: FinishedStep): string {
  const noted = note === undefined ? '' : pc.dim(` · ${note}`);
  const duration = durationMs >= 100 ? pc.dim(` ${formatDuration(durationMs)}`) : '';
  return `${'  '.repeat(depth)}${marks[outcome]} ${outcome === 'skipped' ? pc.dim(title) : title}${noted}${duration}`;
}

/**
 * What is wrong, where, the original error, and what to do, as lines for a terminal. The place is directly below the first
 * line, where the editor's problem matcher looks for it.
 */
export function formatError(error: ReportedError): string {
  const { failures = [] } = error;
  return failures.length === 0 ? formatOne(error) : failures.map(formatOne).join('\n');
}

function formatOne(error: ReportedError): string {
  const [first = '', ...others] = error.message.split('\n');
  const lines = [`${pc.red('✖')} ${pc.bold(first)}`];
  if (error.place !== undefined) {
    const { file, line, column } = error.place;
    lines.push(`  ${pc.cyan([file, line, column].filter((part) => part !== undefined).join(':'))}`);
  }
  lines.push(...others.map((line) => `  ${pc.bold(line)}`));
  if (error.detail !== undefined && error.detail !== '') {
    lines.push(...error.detail.split('\n').map((line) => pc.dim(`  │ ${line}`)));
  }
  lines.push(`  ${pc.green('→')} ${error.remedy} ${pc.dim(`(${error.code})`)}`);
  return lines.join('\n');
}
