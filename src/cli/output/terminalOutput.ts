import { stripVTControlCharacters } from 'node:util';
import { createLogUpdate } from 'log-update';
import pc from 'picocolors';
import { formatDuration } from './formatDuration.ts';
import { formatError } from './formatError.ts';
import { formatProgress } from './formatProgress.ts';
import { formatStep } from './formatStep.ts';
import type { Output } from './output.ts';
import { StepTree, type FinishedStep, type StepNode } from './stepTree.ts';

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] as const;
const frameMs = 80;

/**
 * Live steps: what ended stands above as lines, what runs is redrawn below with its time, progress and last line of
 * output. The lines of a step stand under its parent's, so a parent is printed when its first child ends.
 */
export function createTerminalOutput(stream: NodeJS.WriteStream): Output {
  const tree = new StepTree();
  const draw = createLogUpdate(stream, { showCursor: false });
  const activity = new Map<number, string>();
  const announced = new Set<number>();
  let frame = 0;

  const render = (): void => {
    const spinner = pc.cyan(frames[frame % frames.length] ?? '');
    draw(tree.running.map((step) => cut(runningLine(step, spinner, activity.get(step.id)), stream.columns)).join('\n'));
  };
  const timer = setInterval(() => {
    frame += 1;
    render();
  }, frameMs);
  const printAbove = (text: string): void => {
    draw.clear();
    stream.write(`${text}\n`);
    render();
  };
  const printFinished = (step: FinishedStep): void => {
    for (const parent of ancestors(step, tree)) {
      if (announced.has(parent.id)) continue;
      announced.add(parent.id);
      printAbove(`${'  '.repeat(parent.depth)}${pc.bold(parent.title)}`);
    }
    printAbove(formatStep(step));
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
          activity.set(event.step, stripVTControlCharacters(event.line));
          break;
        case 'warning':
          printAbove(`${pc.yellow('!')} ${event.message}`);
          break;
        case 'step-finished': {
          const finished = tree.finish(event);
          activity.delete(event.step);
          if (finished !== undefined) printFinished(finished);
          break;
        }
        case 'job-finished':
          draw.clear();
          if (event.error !== undefined) stream.write(`\n${formatError(event.error)}\n`);
          if (event.outcome === 'cancelled') stream.write(`${pc.yellow('■')} Cancelled.\n`);
          break;
        case 'job-started':
          break;
      }
    },
    show: (text) => {
      draw.clear();
      stream.write(`${text}\n`);
    },
    close: () => {
      clearInterval(timer);
      draw.clear();
      draw.done();
    },
  };
}

function runningLine(step: StepNode, spinner: string, activity: string | undefined): string {
  const time = pc.dim(formatDuration(Date.now() - step.started));
  const now = activity === undefined || activity === '' ? '' : pc.dim(` · ${activity}`);
  return `${'  '.repeat(step.depth)}${spinner} ${step.title} ${time}${now}`;
}

function ancestors(step: StepNode, tree: StepTree): StepNode[] {
  const parent = step.parent === undefined ? undefined : tree.find(step.parent);
  return parent === undefined ? [] : [...ancestors(parent, tree), parent];
}

/** A line that wraps would be counted wrongly when it is redrawn. */
function cut(line: string, columns: number): string {
  const plain = stripVTControlCharacters(line);
  return plain.length < columns ? line : `${plain.slice(0, columns - 2)}…`;
}
