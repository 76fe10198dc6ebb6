import { createJsonOutput } from './jsonOutput.ts';
import type { Output } from './output.ts';
import { createPlainOutput } from './plainOutput.ts';
import { createTerminalOutput } from './terminalOutput.ts';

/** Live steps for a terminal, plain lines for a pipe, events for machines. */
export function createOutput(reader: 'people' | 'json'): Output {
  if (reader === 'json') return createJsonOutput(process.stdout);
  return process.stdout.isTTY
    ? createTerminalOutput(process.stdout)
    : createPlainOutput(process.stdout, process.stderr);
}
