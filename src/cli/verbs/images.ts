import { resolve } from 'node:path';
import type { Command } from 'commander';
import { formatTable } from '../output/formatTable.ts';
import { runCommand } from '../runCommand.ts';

const words = {
  current: 'up to date',
  changed: 'changed since the last build',
  missing: 'not built',
} as const;

export function addImages(program: Command): void {
  program
    .command('images')
    .description('Show which images of an extension are built, pushed and up to date.')
    .option('--dir <folder>', 'folder of the extension', '.')
    .addHelpText('after', '\nExamples:\n  $ edk images\n  $ edk images --dir liver-radiomics --json')
    .action(async (_options: unknown, command: Command) => {
      const folder = resolve(command.opts<{ dir: string }>().dir);
      await runCommand(command, { kind: 'none', folder }, async ({ edk, step, show }) => {
        const { findImageStates } = await import('../../core/useCases/build/planProject.ts');
        const { readProject } = await import('../../core/project/readProject.ts');
        const { requireBuildable } = await import('../../core/project/requireBuildable.ts');
        const { buildArguments } = edk.settings;
        const project = await readProject(folder, { buildArguments, signal: step.signal });
        const images = await findImageStates(edk, requireBuildable(project), step);
        const rows = images.map(({ name, state, reference }) => [name, words[state], reference]);
        show(formatTable(['IMAGE', 'STATE', 'REFERENCE'], rows, 'This extension has no images.'));
        return { images };
      });
    });
}
