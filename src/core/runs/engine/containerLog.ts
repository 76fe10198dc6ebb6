import { createWriteStream } from 'node:fs';
import { devNull } from 'node:os';
import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import type Docker from 'dockerode';
import { privateFileMode } from '../../files/writeFiles.ts';
import { formatBytes } from '../../text/formatAmounts.ts';
import { lastLines } from '../../text/plainText.ts';

export interface LogTarget {
  readonly file: string | undefined;
  readonly onLine: (line: string) => void;
}

const mostBytes = 64 * 1024 * 1024;
/** Whoever wants more looks into the file; a journal should stay small. */
const mostLines = 5000;
const longestLine = 16_384;
const keptCharacters = 16_384;
const mostOutput = 8 * 1024 * 1024;

export interface KeptLog {
  readonly lastLines: string;
  /** Of standard output. */
  readonly output: string;
}

/** Writes what a container prints to a file and tells its lines, until the stream ends. */
export async function keepLog(docker: Docker, stream: NodeJS.ReadableStream, target: LogTarget): Promise<KeptLog> {
  const output = new PassThrough();
  const standard = new PassThrough();
  const kept: Buffer[] = [];
  let keptBytes = 0;
  standard.on('data', (chunk: Buffer) => {
    output.write(chunk);
    if (keptBytes < mostOutput) kept.push(chunk);
    keptBytes += chunk.length;
  });
  const file = createWriteStream(target.file ?? devNull, { flags: 'a', mode: privateFileMode });
  // A full disk must not end the container; the run notices it elsewhere.
  file.on('error', () => undefined);
  const decoder = new StringDecoder('utf8');
  const lines = new LineTeller(target.onLine, target.file);
  let tail = '';
  let bytes = 0;
  docker.modem.demuxStream(stream, standard, output);
  for (const event of ['end', 'close', 'error']) stream.on(event, () => standard.end());
  standard.on('end', () => output.end());
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
  return { lastLines: lastLines(tail, 20), output: Buffer.concat(kept).toString('utf8') };
}

/** Cuts text into lines; tells so many and no more. */
class LineTeller {
  readonly #tell: (line: string) => void;
  readonly #file: string | undefined;
  #rest = '';
  #told = 0;

  constructor(tell: (line: string) => void, file: string | undefined) {
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
    if (this.#told === mostLines) this.#tell(`The rest of the output is in ${this.#file ?? 'no file'}.`);
  }
}
