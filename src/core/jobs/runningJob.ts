import { watch, type FSWatcher } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning, type ProcessIdentity } from '../process/process.ts';
import type { JobEvent } from './jobEvent.ts';
import { readJobRecord, journalFile } from './journal.ts';
import { parseJobEvent } from './parseJobEvent.ts';

interface FollowOptions {
  readonly signal: AbortSignal;
  readonly onEvent: (event: JobEvent) => void;
  /** The process that was started, known before it has written its record. */
  readonly process?: ProcessIdentity | undefined;
  /** How often to check without a reported change, in milliseconds: some file systems report none. */
  readonly pollMs?: number | undefined;
}

/** `interrupted`: its process ended without recording an outcome. */
export type JournalEnd =
  | { readonly kind: 'finished'; readonly event: Extract<JobEvent, { type: 'job-finished' }> }
  | { readonly kind: 'interrupted' };

/**
 * Reports every event of a job, from the first one until it has ended. Truncated lines of the journal are skipped.
 *
 * @throws AbortError when the signal aborts; the job continues.
 */
export async function followJournal(folder: string, options: FollowOptions): Promise<JournalEnd> {
  const { signal, onEvent, pollMs = 400 } = options;
  const journal = new JournalReader(journalFile(folder));
  const changes = watchFolder(folder);
  try {
    for (;;) {
      signal.throwIfAborted();
      // Checked before reading, so that everything that the process wrote before it ended is read.
      const isAlive = await isJobAlive(folder, options.process);
      for (const event of await journal.readOn()) {
        onEvent(event);
        if (event.type === 'job-finished') return { kind: 'finished', event };
      }
      if (!isAlive) return { kind: 'interrupted' };
      await changes.next(pollMs, signal);
    }
  } finally {
    changes.dispose();
    await journal.close();
  }
}

async function isJobAlive(folder: string, started: ProcessIdentity | undefined): Promise<boolean> {
  const identity = (await readJobRecord(folder))?.process ?? started;
  return identity !== undefined && isRunning(identity);
}

/** Reads complete lines; an incomplete line at the end waits for its rest. */
class JournalReader {
  readonly #path: string;
  #file: FileHandle | undefined;
  #rest = Buffer.alloc(0);

  constructor(path: string) {
    this.#path = path;
  }

  async readOn(): Promise<readonly JobEvent[]> {
    this.#file ??= await open(this.#path, 'r').catch(() => undefined);
    if (this.#file === undefined) return [];
    const chunks = [this.#rest];
    for (;;) {
      const chunk = Buffer.allocUnsafe(256 * 1024);
      const { bytesRead } = await this.#file.read(chunk);
      if (bytesRead === 0) break;
      chunks.push(chunk.subarray(0, bytesRead));
    }
    const bytes = Buffer.concat(chunks);
    // Bytes rather than text, because a character may be cut as well.
    const end = bytes.lastIndexOf(0x0a) + 1;
    this.#rest = bytes.subarray(end);
    const lines = bytes.subarray(0, end).toString('utf8').split('\n');
    return lines.map(parseJobEvent).filter((event) => event !== undefined);
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }
}

/** A promise of the next change in a folder; if it cannot be watched, only the time limit ends it. */
function watchFolder(folder: string) {
  let notify = new AbortController();
  let watcher: FSWatcher | undefined;
  try {
    watcher = watch(folder, { persistent: false }, () => notify.abort());
    watcher.on('error', () => watcher?.close());
  } catch {
    watcher = undefined;
  }
  return {
    async next(pollMs: number, signal: AbortSignal): Promise<void> {
      await sleep(pollMs, undefined, { signal: AbortSignal.any([signal, notify.signal]) }).catch(() => undefined);
      notify = new AbortController();
    },
    dispose: () => watcher?.close(),
  };
}

/**
 * Asks the job's process to cancel; it cleans up and records in its journal when it has ended.
 *
 * @param started the process, known before it has written its record.
 */
export async function cancelJob(folder: string, started?: ProcessIdentity): Promise<'asked' | 'notRunning'> {
  const record = await readJobRecord(folder);
  const identity = record?.process ?? started;
  if (identity === undefined || record?.outcome !== undefined || !(await isRunning(identity))) return 'notRunning';
  try {
    process.kill(identity.pid, 'SIGTERM');
    return 'asked';
  } catch {
    return 'notRunning';
  }
}
