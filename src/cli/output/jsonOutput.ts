import type { Output, OutputStream } from './output.ts';

/** One JSON event per line and nothing else. */
export function createJsonOutput(stream: OutputStream): Output {
  return {
    sink: (event) => void stream.write(`${JSON.stringify(event)}\n`),
    show: () => undefined,
    close: () => undefined,
  };
}
