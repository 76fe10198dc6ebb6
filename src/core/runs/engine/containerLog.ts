import { createWriteStream } from 'node:fs';
import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import type Docker from 'dockerode';
import { privateFileMode } from '../../files/writeFiles.ts';
import { formatBytes } from '../../text/formatAmounts.ts';
import { lastLines } from '../../text/plainText.ts';

export interface LogTarget {
  readonly file: string;
  readonly onLine: (line: string) => void;
}

const mostBytes = 64 * 1024 * 1024;
/** Whoever wants more looks into the file; a journal shall stay small. */
const mostLines = 5000;
const longestLine = 16_384;
const keptCharacters = 16_384;

/**
 * Writes what a container prints to a file and tells its lines.
 *
 * @returns its last lines when the stream ended.
 */
export async function keepLog(docker: Docker, stream: NodeJS.ReadableStream, target: LogTarget): Promise<string> {
  const output = new PassThrough();
  const file = createWriteStream(target.file, { flags: 'a', mode: privateFileMode });
  // A full disk must not end the container; the run notices it elsewhere.
  file.on('error', () => undefined);
  const decoder = new StringDecoder('utf8');
  const lines = new LineTeller(target.onLine, target.file);
  let tail = '';
  let bytes = 0;
  docker.modem.demuxStream(stream, output, output);
  for (const event of ['end', 'close', 'error']) stream.on(event, () => output.end());
  output.on('data', (chunk: Buffer) => {
    if (bytes < mostBytes) file.write(chunk.subarray(0, mostBytes - bytes));
    bytes += chunk.length;
    const text = decoder.write(chunk);
    tail = (tail + text).slice(-keptCharacters);
    lines.add(text);
  });
  await finished(output);
  lines.end();
  if (bytes > mostBytes) file.write(`\n[edk: ${formatBytes(bytes - mostBytes)} more were not kept]\n`);
  file.end();
  await finished(file).catch(() => undefined);
  return lastLines(tail, 20);
}

/** Cuts text into lines; tells so many and no more. */
class LineTeller {
  readonly #tell: (line: string) => void;
  readonly #file: string;
  #rest = '';
  #told = 0;

  constructor(tell: (line: string) => void, file: string) {
    this.#tell = tell;
    this.#file = file;
  }

  add(text: string): void {
    if (this.#told > mostLines) return;
    const lines = (this.#rest + text).split('\n');
    this.#rest = (lines.pop() ?? '').slice(0, longestLine);
    for (const line of lines) this.#next(line);
  }

  end(): void {
    if (this.#rest !== '') this.#next(this.#rest);
  }

  #next(line: string): void {
    this.#told += 1;
    if (this.#told < mostLines) this.#tell(line.slice(0, longestLine));
    if (this.#told === mostLines) this.#tell(`The rest of the output is in ${this.#file}.`);
  }
}
