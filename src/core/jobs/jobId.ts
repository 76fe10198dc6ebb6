import { randomBytes } from 'node:crypto';

/** Sorts by time, says what it is, never clashes: `20261122T093000Z-build-image-1a2b3c`. */
export function jobId(verb: string, started: string): string {
  const time = started.replaceAll(/[-:]|\.\d+/g, '');
  return `${time}-${verb.replaceAll(' ', '-')}-${randomBytes(3).toString('hex')}`;
}
