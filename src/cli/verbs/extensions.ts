import type { Command } from 'commander';
import { formatTable } from '../output/formatTable.ts';
import { runCommand } from '../runCommand.ts';

interface ListOptions {
  readonly all?: boolean;
  readonly installed?: boolean;
  readonly platforms?: boolean;
}

export function addExtensions(program: Command): void {
  program
    .command('extensions')
    .description('List the extensions that the platform offers, and which are installed.')
    .option('--all', 'include experimental extensions')
    .option('--installed', 'only installed extensions')
    .option('--platforms', 'list platforms instead of extensions')
    .addHelpText('after', '\nExamples:\n  $ edk extensions\n  $ edk extensions --all --json')
    .action(async (_options: unknown, command: Command) => {
      await runCommand<ListOptions>(command, { kind: 'none' }, async ({ options, edk, step, show }) => {
        const { connectToPlatform } = await import('../../core/useCases/context/edkContext.ts');
        const { listCatalogue } = await import('../../core/useCases/install/listReleases.ts');
        const { rows, broken } = await listCatalogue(
          connectToPlatform(edk),
          options.platforms === true ? 'platforms' : 'extensions',
          step.signal,
        );
        for (const { name, reason } of broken) step.warn(`${name}: ${reason}`);
        const shown = rows.filter(
          (row) =>
            (options.all === true || row.maturity === 'stable' || row.state !== 'not installed') &&
            (options.installed !== true || row.state !== 'not installed'),
        );
        const hidden = rows.length - shown.length;
        show(
          formatTable(
            ['NAME', 'TITLE', 'KIND', 'VERSION', 'STATE'],
            shown.map((row) => [row.name, row.title, row.kind, row.version, row.state]),
            'No extensions to show.',
          ),
        );
        if (hidden > 0 && options.installed !== true)
          show(`${hidden} experimental extensions are hidden. Use --all to show them.`);
        return { extensions: rows, broken };
      });
    });
}
