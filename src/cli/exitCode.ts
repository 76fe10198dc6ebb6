import { catalogue } from '../core/errors/catalogue.ts';
import { EdkError } from '../core/errors/edkError.ts';
import type { JobEnd } from '../core/jobs/performJob.ts';

/** By convention of shells: 128 and the number of SIGINT. */
const cancelled = 130;

/** 0 when it succeeded; what each other number means stands in `edk --help` and the README. */
export function exitCodeOf(end: JobEnd): number {
  switch (end.outcome) {
    case 'succeeded':
      return 0;
    case 'cancelled':
      return cancelled;
    case 'failed':
      return end.error instanceof EdkError ? end.error.exitCode : catalogue.internal.exitCode;
  }
}

export const exitCodeHelp = [
  'Exit codes:',
  '  0 done            3 the project      6 build             9 busy: another edk works on it',
  '  1 defect in edk   4 missing tool     7 platform         10 disk or permissions',
  '  2 wrong usage     5 registry         8 does not run    130 cancelled',
].join('\n');
