import type { CommanderError } from 'commander';
import { EdkError } from '../core/errors/edkError.ts';
import { reportError } from '../core/jobs/reportError.ts';
import { createJsonOutput } from './output/createOutput.ts';
import type { OutputStream } from './output/output.ts';

/**
 * The exit code after a parsing error. Commander has already printed it; with `--json` it is also the same event as after
 * any other failure, although no job was started.
 */
export function reportWrongUsage(error: CommanderError, argv: readonly string[], stream: OutputStream): number {
  if (error.exitCode === 0) return 0;
  // Without a subcommand, Commander prints the help but no error.
  const isHelp = error.code === 'commander.help';
  const message = isHelp
    ? 'The command is incomplete: a subcommand is missing.'
    : error.message.replace(/^error: /, '');
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
