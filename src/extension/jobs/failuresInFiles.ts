import type { SourcePlace } from '../../core/errors/edkError.ts';
import type { ReportedError } from '../../core/jobs/jobEvent.ts';

/** A failure with its location in a file. */
export interface FailureInFile extends ReportedError {
  readonly place: SourcePlace;
}

/** The failures in files that an error reports: those it groups, or the error itself. */
export function failuresInFiles(error: ReportedError): FailureInFile[] {
  const { failures = [] } = error;
  return (failures.length === 0 ? [error] : failures).flatMap((failure) =>
    failure.place === undefined ? [] : [{ ...failure, place: failure.place }],
  );
}
