import type { Command } from 'commander';
import { reportError } from '../../core/jobs/reportError.ts';
import { formatError } from '../output/formatJob.ts';
import { seconds } from '../parseOptions.ts';
import { runOnProject } from '../runCommand.ts';

interface DevOptions {
  readonly dir: string;
  readonly timeout: number;
}

export function addDev(program: Command): void {
  program
    .command('dev')
    .description('Deploy an extension, and redeploy it whenever a file is saved, until Ctrl-C.')
    .option('--dir <folder>', 'folder of the extension', '.')
    .option('--timeout <seconds>', 'how long to wait for the pods', seconds, 600)
    .addHelpText('after', '\nExamples:\n  $ edk dev\n  $ edk dev --dir liver-radiomics')
    .action(async (_options: unknown, command: Command) => {
      await runOnProject<DevOptions>(command, { lock: 'byItself' }, async ({ options, edk, step, show, folder }) => {
        const { watchProject } = await import('../../core/useCases/watch/watchProject.ts');
        return watchProject(
          edk,
          {
            folder,
            timeoutMs: options.timeout * 1000,
            onRound: (round) => {
              if (round.outcome !== 'failed') {
                step.round({ outcome: round.outcome === 'overtaken' ? 'cancelled' : 'succeeded' });
                return;
              }
              const error = reportError(round.error);
              const place = error.place?.line === undefined ? '' : ` (${error.place.file}:${error.place.line})`;
              step.round({ outcome: 'failed', error });
              // Also for readers of the journal, since the job itself goes on.
              step.warn(
                `${error.message}${error.message.includes(error.place?.file ?? '\0') ? '' : place} ${error.remedy}`,
              );
              show(formatError(error));
            },
          },
          step,
        );
      });
    });
}
