import type { Command } from 'commander';
import { formatBytes } from '../../core/text/formatBytes.ts';
import { formatTable } from '../output/formatTable.ts';
import { runVerb, type CommonOptions } from '../verb.ts';

export function addRegistry(program: Command): void {
  program
    .command('registry')
    .description('List the images of the local registry.')
    .addHelpText('after', '\nExamples:\n  $ edk registry\n  $ edk registry --registry localhost:5000 --json')
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      const request = { verb: 'registry', options, folder: process.cwd(), record: { kind: 'none' } } as const;
      await runVerb(request, async ({ kit, step, show }) => {
        const { listRegistry } = await import('../../core/deploy/listRegistry.ts');
        const images = await listRegistry(kit, step);
        const rows = images.map(({ repository, tag, size, created }) => [
          repository,
          tag,
          size === undefined ? '' : formatBytes(size),
          created?.toISOString().slice(0, 16).replace('T', ' ') ?? '',
        ]);
        show(formatTable(['IMAGE', 'TAG', 'SIZE', 'CREATED'], rows));
        return { registry: kit.settings.registry, images };
      });
    });
}
