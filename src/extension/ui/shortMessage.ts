import { basename } from 'node:path';
import type { ReportedError } from '../../core/jobs/jobEvent.ts';

/**
 * An error message for tight spaces: the long path at its start becomes the file name, or is dropped if the location is
 * shown next to it.
 */
export function shortMessage(
  { message, place }: Pick<ReportedError, 'message' | 'place'>,
  path: 'asName' | 'without',
): string {
  if (place === undefined || !message.startsWith(place.file)) return message;
  const [, position = '', words] = /^((?::\d+)*):\s*(.+)$/su.exec(message.slice(place.file.length)) ?? [];
  // The path is part of the sentence, not a prefix.
  if (words === undefined) return message;
  return path === 'without'
    ? words.slice(0, 1).toUpperCase() + words.slice(1)
    : `${basename(place.file)}${position}: ${words}`;
}
