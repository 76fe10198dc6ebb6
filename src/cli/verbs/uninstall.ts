import type { Command } from 'commander';
import { runCommand } from '../runCommand.ts';

export function addUninstall(program: Command): void {
  program
    .command('uninstall')
    .description('Uninstall a release and wait until it is gone.')
    .argument('<release>', 'name of the release, as listed by "edk extensions --installed"')
    .option('--force', 'skip hooks, in case one fails; the DAG files then stay on the platform')
    .addHelpText(
      'after',
      '\nExamples:\n  $ edk uninstall liver-radiomics-workflow\n  $ edk uninstall broken-workflow --force',
    )
    .action(async (releaseName: string, _options: unknown, command: Command) => {
      await runCommand<{ force?: boolean }>(
        command,
        { kind: 'job', subject: releaseName },
        async ({ options, edk, step, show }) => {
          const { connectToPlatform } = await import('../../core/useCases/context/edkContext.ts');
          const { uninstallExtension } = await import('../../core/useCases/install/uninstallExtension.ts');
          const hooks = options.force === true ? 'skip' : 'run';
          const outcome = await uninstallExtension(connectToPlatform(edk), { releaseName, hooks }, step);
          show(outcome === 'absent' ? `\n${releaseName} is not installed.` : `\nUninstalled ${releaseName}.`);
          return { releaseName, outcome };
        },
      );
    });
}
