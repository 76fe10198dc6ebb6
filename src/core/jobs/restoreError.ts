import { EdkError } from '../errors/edkError.ts';
import type { ReportedError } from './jobEvent.ts';

/** The error that another process told of, to be thrown here. */
export function restoreError(
  { code, message, detail, place, remedy, failures }: ReportedError,
  cause?: unknown,
): EdkError {
  return new EdkError(code, message, {
    detail,
    place,
    remedy,
    cause,
    failures: failures?.map((failure) => restoreError(failure)),
  });
}
