import type { Command } from 'commander';
import { EdkError } from '../../core/errors/edkError.ts';
import { formatBytes } from '../../core/text/formatAmounts.ts';
import { formatTable } from '../output/formatTable.ts';
import { wholeNumber } from '../parseOptions.ts';
import { runCommand } from '../runCommand.ts';

export function addRegistry(program: Command): void {
  const registry = program
    .command('registry')
    .description('List the images in the local registry, or remove some.')
    .addHelpText(
      'after',
      '\nExamples:\n  $ edk registry\n  $ edk registry usage\n  $ edk registry delete liver-radiomics:0.6.0\n' +
        '  $ edk registry prune --keep 3\n  $ edk registry prune --keep 3 --yes',
    )
    .action(async (_options: unknown, command: Command) => {
      await runCommand(command, { kind: 'none' }, async ({ edk, step, show }) => {
        const { listRegistry } = await import('../../core/useCases/registry/listRegistry.ts');
        const images = await listRegistry(edk, step);
        const rows = images.map(({ repository, tag, size, created }) => [
          repository,
          tag,
          size === undefined ? '' : formatBytes(size),
          created?.toISOString().slice(0, 16).replace('T', ' ') ?? '',
        ]);
        show(formatTable(['IMAGE', 'TAG', 'SIZE', 'CREATED'], rows, 'The registry is empty.'));
        return { registry: edk.settings.registry, images };
      });
    });
  addUsage(registry);
  addDelete(registry);
  addPrune(registry);
}

function addUsage(registry: Command): void {
  registry
    .command('usage')
    .description('Show how much disk space the images use, and how to free some. Shared layers count once.')
    .addHelpText('after', '\nExamples:\n  $ edk registry usage\n  $ edk registry usage --json')
    .action(async (_options: unknown, command: Command) => {
      await runCommand(command, { kind: 'none' }, async ({ edk, step, show }) => {
        const { measureRegistry } = await import('../../core/useCases/registry/registryContent.ts');
        const usage = await measureRegistry(edk, step);
        const rows = usage.repositories.map(({ name, images, bytes, own }) => [
          name,
          String(images),
          formatBytes(bytes),
          formatBytes(own),
        ]);
        show(formatTable(['IMAGE', 'STORED', 'SIZE', 'NOT SHARED'], rows, 'The registry is empty.'));
        show(`\n${usage.images} images use ${formatBytes(usage.bytes)}. Shared layers count once.`);
        show(collectorHint(usage.garbageCollection));
        return usage;
      });
    });
}

function addDelete(registry: Command): void {
  registry
    .command('delete')
    .description('Delete images from the local registry, with all their tags.')
    .argument('<images...>', 'name:tag, as listed by "edk registry"')
    .addHelpText('after', '\nExamples:\n  $ edk registry delete liver-radiomics:0.6.0')
    .action(async (names: readonly string[], _options: unknown, command: Command) => {
      await runCommand(command, { kind: 'job' }, async ({ edk, step, show }) => {
        const { deleteTagged } = await import('../../core/useCases/registry/pruneRegistry.ts');
        const deleted = [];
        for (const name of names) {
          const colon = name.lastIndexOf(':');
          if (colon < 1) throw new EdkError('usage', `"${name}" has no tag. Use name:tag.`);
          const image = { repository: name.slice(0, colon), tag: name.slice(colon + 1) };
          deleted.push(await deleteTagged(edk, image, step.signal));
        }
        for (const { repository, tags } of deleted) show(`Deleted ${repository}: ${tags.join(', ')}`);
        return { deleted };
      });
    });
}

interface PruneOptions {
  readonly keep: number;
  readonly yes?: boolean;
}

function addPrune(registry: Command): void {
  registry
    .command('prune')
    .description('Remove old images. Keeps the newest of each, version tags, and whatever a release or project uses.')
    .option('--keep <number>', 'how many of the newest to keep of each image', wholeNumber, 3)
    .option('--yes', 'remove the images instead of only listing them')
    .addHelpText('after', '\nExamples:\n  $ edk registry prune\n  $ edk registry prune --keep 1 --yes')
    .action(async (_options: unknown, command: Command) => {
      await runCommand<PruneOptions>(command, { kind: 'job' }, async ({ options, edk, step, show }) => {
        const { pruneRegistry } = await import('../../core/useCases/registry/pruneRegistry.ts');
        const { garbageCollection } = await import('../../core/useCases/registry/registryContent.ts');
        const mode = options.yes === true ? 'remove' : 'plan';
        const { removed, spared, freed } = await pruneRegistry(edk, { keep: options.keep, mode }, step);
        const rows = removed.map(({ repository, tags, created }) => [
          repository,
          tags.join(', '),
          created?.toISOString().slice(0, 16).replace('T', ' ') ?? '',
        ]);
        show(formatTable(['IMAGE', 'TAG', 'CREATED'], rows, 'Nothing to remove.'));
        if (spared.length > 0)
          show(`\n${spared.length} older images are kept, because a release or project uses them.`);
        if (removed.length === 0) return { mode, removed, spared, freed };
        if (mode === 'plan') show(`\nNothing was removed. Use --yes to remove these ${removed.length}.`);
        else show(`\n${formatBytes(freed)} can be freed. ${collectorHint(await garbageCollection(edk))}`);
        return { mode, removed, spared, freed };
      });
    });
}

function collectorHint(commands: readonly string[]): string {
  return `To free the space of deleted images, run the registry's garbage collector:\n${commands.map((line) => `  $ ${line}`).join('\n')}`;
}
