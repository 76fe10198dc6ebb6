import pc from 'picocolors';
import { formatDuration } from '../../core/text/formatDuration.ts';
import type { FinishedStep } from '../../core/jobs/stepTree.ts';

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
