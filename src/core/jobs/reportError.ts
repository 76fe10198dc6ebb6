import { catalogue } from '../errors/catalogue.ts';
import { EdkError } from '../errors/edkError.ts';
import { plainData } from '../text/plainText.ts';
import type { ReportedError } from './jobEvent.ts';

/** How a failure is reported. Anything but an EdkError is an internal error, reported with its stack. */
export function reportError(error: unknown): ReportedError {
  if (error instanceof EdkError) {
    const { code, message, remedy, detail, place } = error;
    const failures = error.failures.length === 0 ? undefined : error.failures.map(reportError);
    return { ...plainData({ code, message, remedy, detail }), place, failures };
  }
  const defect = error instanceof Error ? error : new Error(String(error));
  return plainData({
    code: 'internal',
    message: defect.message,
    remedy: catalogue.internal.remedy,
    detail: defect.stack,
  });
}

/** An error that another process reported, to be thrown here. */
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
