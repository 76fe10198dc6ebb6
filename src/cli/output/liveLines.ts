import { stripVTControlCharacters } from 'node:util';
import pc from 'picocolors';
import { formatDuration } from '../../core/text/formatDuration.ts';
import { formatStep } from './formatStep.ts';
import { flatten, type StepNode } from '../../core/jobs/stepTree.ts';

export interface LiveView {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly spinner: string;
  /** What each step is doing, by its number. */
  readonly activity: ReadonlyMap<number, string>;
  readonly rows: number;
  readonly columns: number;
}

/**
 * The running steps as a tree that fits the terminal. Finished steps inside it are left out if there is no room; lines
 * that would wrap are cut, because wrapped lines cannot be redrawn.
 */
export function liveLines(roots: readonly StepNode[], view: LiveView): string[] {
  const nodes = roots.flatMap(flatten);
  const room = Math.max(1, view.rows - 1);
  const shown = nodes.length <= room ? nodes : nodes.filter(({ end }) => end === undefined);
  return shown.slice(0, room).map((node) => cut(lineOf(node, view), view.columns));
}

function lineOf(node: StepNode, { now, spinner, activity }: LiveView): string {
  const { depth, title, started, end } = node;
  if (end !== undefined) return formatStep({ ...node, end });
  const doing = activity.get(node.id) ?? '';
  const suffix = doing === '' ? '' : pc.dim(` · ${doing}`);
  return `${'  '.repeat(depth)}${spinner} ${title} ${pc.dim(formatDuration(now - started))}${suffix}`;
}

function cut(line: string, columns: number): string {
  const plain = stripVTControlCharacters(line);
  return plain.length < columns ? line : `${plain.slice(0, columns - 2)}…`;
}
