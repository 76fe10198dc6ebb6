import { basename } from 'node:path';
import type { ReportedError } from '../../core/jobs/jobEvent.ts';

/**
 * An error's message where room is scarce: the long path before it becomes the file's name, or goes where the place is
 * shown beside it.
 */
export function shortMessage(
  { message, place }: Pick<ReportedError, 'message' | 'place'>,
  path: 'asName' | 'without',
): string {
  if (place === undefined || !message.startsWith(place.file)) return message;
  const [, position = '', words] = /^((?::\d+)*):\s*(.+)$/su.exec(message.slice(place.file.length)) ?? [];
  // Not in front of a sentence, but part of it.
  if (words === undefined) return message;
  return path === 'without'
    ? words.slice(0, 1).toUpperCase() + words.slice(1)
    : `${basename(place.file)}${position}: ${words}`;
}
