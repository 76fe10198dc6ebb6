import type { Command } from 'commander';
import { runCommand } from '../runCommand.ts';

export function addUninstall(program: Command): void {
  program
    .command('uninstall')
    .description('Remove a release from the platform and wait until it is gone.')
    .argument('<release>', 'as "edk extensions --installed" shows it')
    .option('--force', 'skip its hooks: the way out when one fails, but its DAG files stay on the platform')
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
          show(outcome === 'absent' ? `\n${releaseName} is not installed.` : `\n${releaseName} is gone.`);
          return { releaseName, outcome };
        },
      );
    });
}
