import { stripVTControlCharacters } from 'node:util';
import { createLogUpdate } from 'log-update';
import pc from 'picocolors';
import { formatError, formatStep } from './formatJob.ts';
import { formatProgress, flatten, StepTree, type FinishedStep, type StepNode } from '../../core/jobs/stepTree.ts';
import type { Output } from './output.ts';
import { formatDuration } from '../../core/text/formatAmounts.ts';

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] as const;
const frameMs = 80;

/** Finished steps as lines; below them the running steps as a tree that is redrawn. */
export function createTerminalOutput(stream: NodeJS.WriteStream): Output {
  const tree = new StepTree();
  const draw = createLogUpdate(stream, { showCursor: false });
  const activity = new Map<number, string>();
  let frame = 0;
  let isDrawn = false;

  /** Clears only what we drew: prompts are drawn by someone else. */
  const erase = (): void => {
    if (isDrawn) draw.clear();
    isDrawn = false;
  };
  const render = (): void => {
    const lines = liveLines(tree.runningRoots, {
      now: Date.now(),
      spinner: pc.cyan(frames[frame % frames.length] ?? ''),
      activity,
      rows: stream.rows,
      columns: stream.columns,
    });
    if (lines.length === 0) return;
    draw(lines.join('\n'));
    isDrawn = true;
  };
  const timer = setInterval(() => {
    frame += 1;
    render();
  }, frameMs);
  const printAbove = (lines: readonly string[]): void => {
    erase();
    stream.write(lines.map((line) => `${line}\n`).join(''));
  };

  return {
    sink: (event) => {
      switch (event.type) {
        case 'step-started':
          tree.start(event);
          break;
        case 'step-progress':
          activity.set(event.step, formatProgress(event));
          break;
        case 'log':
          activity.set(event.step, event.line.trim());
          break;
        case 'warning':
          printAbove([`${pc.yellow('!')} ${event.message.replaceAll('\n', '\n  ')}`]);
          break;
        case 'step-finished': {
          const finished = tree.finish(event);
          if (finished?.depth === 0) printAbove(flatten(finished).filter(isFinished).map(formatStep));
          break;
        }
        case 'job-finished':
          erase();
          if (event.error !== undefined) stream.write(`\n${formatError(event.error)}\n`);
          if (event.outcome === 'cancelled') stream.write(`${pc.yellow('■')} Cancelled.\n`);
          break;
        case 'round-finished':
        case 'job-started':
          break;
      }
    },
    show: (text) => printAbove([text]),
    close: () => {
      clearInterval(timer);
      erase();
      draw.done();
    },
  };
}

function isFinished(node: ReturnType<typeof flatten>[number]): node is FinishedStep {
  return node.end !== undefined;
}

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
