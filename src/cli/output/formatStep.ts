import pc from 'picocolors';
import { formatDuration } from './formatDuration.ts';
import type { FinishedStep } from './stepTree.ts';

const marks = {
  done: pc.green('✔'),
  skipped: pc.dim('○'),
  failed: pc.red('✖'),
  cancelled: pc.yellow('■'),
} as const;

/** One line for a step that ended. Steps below another are indented under the line that follows them. */
export function formatStep(step: FinishedStep): string {
  const indent = '  '.repeat(step.depth);
  const note = step.note === undefined ? '' : pc.dim(` · ${step.note}`);
  const duration = step.durationMs >= 100 ? pc.dim(` ${formatDuration(step.durationMs)}`) : '';
  const title = step.outcome === 'skipped' ? pc.dim(step.title) : step.title;
  return `${indent}${marks[step.outcome]} ${title}${note}${duration}`;
}
