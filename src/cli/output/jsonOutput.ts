import type { Output, OutputStream } from './output.ts';

/** One event per line, nothing else, for machines. */
export function createJsonOutput(stream: OutputStream): Output {
  return {
    sink: (event) => void stream.write(`${JSON.stringify(event)}\n`),
    show: () => undefined,
    close: () => undefined,
  };
}
