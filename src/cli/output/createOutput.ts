import pc from 'picocolors';
import type { Output, OutputStream } from './output.ts';
import { formatError, formatStep } from './formatJob.ts';
import { StepTree } from '../../core/jobs/stepTree.ts';

/** Live steps for a terminal, plain lines for a pipe, events for `--json`. */
export async function createOutput(reader: 'people' | 'json'): Promise<Output> {
  if (reader === 'json') return createJsonOutput(process.stdout);
  if (!process.stdout.isTTY) return createPlainOutput(process.stdout, process.stderr);
  // Drawing libraries take a while to load, and nothing else needs them.
  const { createTerminalOutput } = await import('./terminalOutput.ts');
  return createTerminalOutput(process.stdout);
}

/** Plain lines for a pipe or log file; each names the step it belongs to. */
export function createPlainOutput(stream: OutputStream, errors: OutputStream): Output {
  const tree = new StepTree();
  const print = (line: string): void => void stream.write(`${line}\n`);
  return {
    sink: (event) => {
      switch (event.type) {
        case 'step-started': {
          const step = tree.start(event);
          print(`${'  '.repeat(step.depth)}> ${step.title}`);
          break;
        }
        case 'log':
          print(`${tree.path(event.step)} | ${event.line}`);
          break;
        case 'warning':
          errors.write(`${pc.yellow('!')} ${event.message.replaceAll('\n', '\n  ')}\n`);
          break;
        case 'step-finished': {
          const finished = tree.finish(event);
          if (finished !== undefined) print(formatStep(finished));
          break;
        }
        case 'job-finished':
          if (event.error !== undefined) errors.write(`${formatError(event.error)}\n`);
          if (event.outcome === 'cancelled') errors.write('Cancelled.\n');
          break;
        case 'round-finished':
        case 'job-started':
        case 'step-progress':
          break;
      }
    },
    show: print,
    close: () => undefined,
  };
}

/** One JSON event per line and nothing else. */
export function createJsonOutput(stream: OutputStream): Output {
  return {
    sink: (event) => void stream.write(`${JSON.stringify(event)}\n`),
    show: () => undefined,
    close: () => undefined,
  };
}
