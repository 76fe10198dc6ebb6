import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { privateFileMode } from '../../core/files/privateFiles.ts';

/** The platform's own log: one line per event, with its time. */
export interface PlatformLog {
  readonly write: (line: string) => void;
  readonly close: () => Promise<void>;
}

export function openPlatformLog(file: string): PlatformLog {
  const stream = createWriteStream(file, { flags: 'a', mode: privateFileMode });
  // A full disk must not end the platform.
  stream.on('error', () => undefined);
  return {
    write: (line) => void stream.write(`${new Date().toISOString()} ${line}\n`),
    async close() {
      stream.end();
      await finished(stream).catch(() => undefined);
    },
  };
}
