import { open } from 'node:fs/promises';
import type { JobEvent } from './jobEvent.ts';
import { journalFile } from './journalFolder.ts';
import { parseJobEvent } from './parseJobEvent.ts';

/** How much of the journal's end is read: an event with a long detail or value fits. */
const tailBytes = 256 * 1024;

/** The event that a job ended with; undefined when its journal has none (yet). */
export async function readJobEnd(folder: string): Promise<Extract<JobEvent, { type: 'job-finished' }> | undefined> {
  const file = await open(journalFile(folder), 'r').catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(
      Buffer.alloc(Math.min(size, tailBytes)),
      0,
      undefined,
      Math.max(0, size - tailBytes),
    );
    for (const line of buffer.subarray(0, bytesRead).toString('utf8').split('\n').reverse()) {
      const event = parseJobEvent(line);
      if (event?.type === 'job-finished') return event;
    }
    return undefined;
  } finally {
    await file.close();
  }
}
