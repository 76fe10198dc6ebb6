import type { CommanderError } from 'commander';
import { EdkError } from '../core/errors/edkError.ts';
import { reportError } from '../core/jobs/reportError.ts';
import { createJsonOutput } from './output/jsonOutput.ts';
import type { OutputStream } from './output/output.ts';

/**
 * The exit code for what Commander ended with. It has told people already; machines get the same event as after every
 * other failure, although no job was started.
 */
export function reportWrongUsage(error: CommanderError, argv: readonly string[], stream: OutputStream): number {
  if (error.exitCode === 0) return 0;
  // Without a verb Commander shows the help and says nothing.
  const isHelp = error.code === 'commander.help';
  const message = isHelp ? 'The command is not complete: a verb is missing.' : error.message.replace(/^error: /, '');
  const wrong = new EdkError('usage', message);
  if (argv.includes('--json')) {
    createJsonOutput(stream).sink({
      time: new Date().toISOString(),
      type: 'job-finished',
      outcome: 'failed',
      durationMs: 0,
      error: reportError(wrong),
    });
  }
  return wrong.exitCode;
}
