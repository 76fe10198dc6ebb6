import { catalogue } from '../core/errors/catalogue.ts';
import { EdkError } from '../core/errors/edkError.ts';
import type { JobEnd } from '../core/jobs/performJob.ts';

/** By shell convention: 128 plus the number of SIGINT. */
const cancelled = 130;

/** 0 for success; `edk --help` and the README list the others. */
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
  '  0 success          3 invalid project   6 build failed     9 project in use by another edk',
  '  1 internal error   4 tool missing      7 platform        10 disk or permissions',
  '  2 wrong usage      5 registry          8 not running    130 cancelled',
].join('\n');
