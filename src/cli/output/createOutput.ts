import { createJsonOutput } from './jsonOutput.ts';
import type { Output } from './output.ts';
import { createPlainOutput } from './plainOutput.ts';

/** Live steps for a terminal, plain lines for a pipe, events for `--json`. */
export async function createOutput(reader: 'people' | 'json'): Promise<Output> {
  if (reader === 'json') return createJsonOutput(process.stdout);
  if (!process.stdout.isTTY) return createPlainOutput(process.stdout, process.stderr);
  // Drawing libraries take a while to load, and nothing else needs them.
  const { createTerminalOutput } = await import('./terminalOutput.ts');
  return createTerminalOutput(process.stdout);
}
