import type { SourcePlace } from '../../core/errors/edkError.ts';
import type { ReportedError } from '../../core/jobs/jobEvent.ts';

/** A failure with the place that it can be marked at. */
export interface FailureInFile extends ReportedError {
  readonly place: SourcePlace;
}

/** What an error has to say about files: each of the failures that it stands for, else itself. */
export function failuresInFiles(error: ReportedError): FailureInFile[] {
  const { failures = [] } = error;
  return (failures.length === 0 ? [error] : failures).flatMap((failure) =>
    failure.place === undefined ? [] : [{ ...failure, place: failure.place }],
  );
}
