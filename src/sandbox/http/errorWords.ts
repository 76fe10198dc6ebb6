import { EdkError } from '../../core/errors/edkError.ts';

/** What an error says, with the other side's words where it has some. */
export function errorWords(error: unknown): string {
  if (error instanceof EdkError && error.detail !== undefined) return `${error.message} ${error.detail}`;
  return error instanceof Error ? error.message : String(error);
}
