import { createInterface } from 'node:readline';

/** What the Engine tells while it works: one JSON value per line. */
export async function* readJsonLines(stream: NodeJS.ReadableStream): AsyncGenerator {
  // readline swallows the stream's errors, which end a build that was cut off; they are rethrown at the end.
  let failure: Error | undefined;
  stream.on('error', (error: Error) => {
    failure = error;
  });
  const lines = createInterface({ input: stream, crlfDelay: Infinity });
  // It repeats the stream's error also when nobody reads any more, as after a failed push; unheard, that ends edk.
  lines.on('error', () => undefined);
  stream.once('close', () => {
    lines.close();
  });
  for await (const line of lines) {
    if (line.trim() !== '') yield JSON.parse(line);
  }
  if (failure !== undefined) throw failure;
}
