import type { Command } from 'commander';
import { projectFolder, runCommand } from '../runCommand.ts';

export function addLog(program: Command): void {
  program
    .command('log')
    .description('Show the full log of the last job, or of the last build of an image.')
    .argument('[image]', 'show only the build and push of this image')
    .option('--dir <folder>', 'project folder (default: the project of the last job)')
    .addHelpText('after', '\nExamples:\n  $ edk log\n  $ edk log liver-radiomics --dir liver-radiomics')
    .action(async (image: string | undefined, _options: unknown, command: Command) => {
      await runCommand<{ readonly dir?: string }>(command, { kind: 'none' }, async ({ options, edk, show }) => {
        const { findJobLog } = await import('../../core/jobs/findJobLog.ts');
        const project = options.dir === undefined ? undefined : await projectFolder(options.dir);
        const stateFolder = edk.settings.folders.state;
        const { job, steps } = await findJobLog({ stateFolder, project, step: image });
        show(`edk ${job.verb}${job.project === undefined ? '' : ` ${job.project}`}, ${job.started}: ${job.state}`);
        for (const { path, outcome, lines } of steps) {
          show(`\n${path.join(' > ')}: ${outcome ?? 'not finished'}`);
          show(lines.map((line) => `  ${line}`).join('\n'));
        }
        return { job: job.id, verb: job.verb, project: job.project, started: job.started, state: job.state, steps };
      });
    });
}
