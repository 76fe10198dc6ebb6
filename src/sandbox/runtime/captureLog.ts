import { createWriteStream } from 'node:fs';
import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import type Dockerode from 'dockerode';
import { privateFileMode } from '../../core/files/privateFiles.ts';
import { lastLines } from '../../core/text/lastLines.ts';

export interface LogTarget {
  readonly docker: Dockerode;
  /** Appended to: containers of a pod share it. */
  readonly file: string;
  readonly container: string;
}

const keptCharacters = 16_384;
const keptLines = 20;

/** Writes a container's output to a file; its last lines when it ended. */
export async function captureLog(stream: NodeJS.ReadableStream, target: LogTarget): Promise<string> {
  const output = new PassThrough();
  const file = createWriteStream(target.file, { flags: 'a', mode: privateFileMode });
  let tail = '';
  target.docker.modem.demuxStream(stream, output, output);
  stream.on('end', () => output.end());
  stream.on('error', () => output.end());
  // A full disk must not end the pod; its output is lost then.
  file.on('error', () => undefined);
  file.write(`--- container ${target.container}\n`);
  output.on('data', (chunk: Buffer) => {
    file.write(chunk);
    tail = (tail + chunk.toString('utf8')).slice(-keptCharacters);
  });
  await finished(output);
  file.end();
  await finished(file).catch(() => undefined);
  return lastLines(tail, keptLines);
}
