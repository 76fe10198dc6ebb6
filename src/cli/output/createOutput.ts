import { createJsonOutput } from './jsonOutput.ts';
import type { Output } from './output.ts';
import { createPlainOutput } from './plainOutput.ts';

/** Live steps for a terminal, plain lines for a pipe, events for machines. */
export async function createOutput(reader: 'people' | 'json'): Promise<Output> {
  if (reader === 'json') return createJsonOutput(process.stdout);
  if (!process.stdout.isTTY) return createPlainOutput(process.stdout, process.stderr);
  // What draws on a terminal takes a while to load, and nobody else needs it.
  const { createTerminalOutput } = await import('./terminalOutput.ts');
  return createTerminalOutput(process.stdout);
}
