import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { catalogue } from '../../core/errors/catalogue.ts';
import { formatExplanation } from '../output/formatExplanation.ts';
import { runCommand } from '../runCommand.ts';

export function addExplain(program: Command): void {
  program
    .command('explain')
    .description('Find out why an extension is not listed or does not run: show the first problem and how to fix it.')
    .argument('[project or release]', 'project folder, or name of a release or chart', '.')
    .addHelpText('after', '\nExamples:\n  $ edk explain liver-radiomics\n  $ edk explain code-server-chart --json')
    .action(async (name: string, _options: unknown, command: Command) => {
      const folder = resolve(name);
      const isFolder = await stat(folder).then(
        (found) => found.isDirectory(),
        () => false,
      );
      const place = isFolder ? { folder } : {};
      await runCommand(command, { kind: 'none', ...place }, async ({ edk, step, show, exitWith }) => {
        const { brokenLink } = await import('../../core/useCases/explain/chainLink.ts');
        const explanation = isFolder
          ? await (await import('../../core/useCases/explain/explainProject.ts')).explainProject(edk, folder, step)
          : await (
              await import('../../core/useCases/explain/explainOnPlatform.ts')
            ).explainNamedRelease(edk, name, step);
        show(formatExplanation(explanation));
        if (brokenLink(explanation) !== undefined) exitWith(catalogue['release.failed'].exitCode);
        return explanation;
      });
    });
}
