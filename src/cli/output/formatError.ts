import pc from 'picocolors';
import type { ReportedError } from '../../core/jobs/jobEvent.ts';

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
