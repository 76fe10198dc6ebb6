import type { Command } from 'commander';
import { EdkError } from '../../core/errors/edkError.ts';
import { formatBytes } from '../../core/text/formatBytes.ts';
import { formatTable } from '../output/formatTable.ts';
import { wholeNumber } from '../parseNumbers.ts';
import { runCommand } from '../runCommand.ts';

export function addRegistry(program: Command): void {
  const registry = program
    .command('registry')
    .description('List the images of the local registry, or remove some.')
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
        show(formatTable(['IMAGE', 'TAG', 'SIZE', 'CREATED'], rows));
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
    .description('Show what the images take on the disk, where shared layers count once, and how to free some.')
    .addHelpText('after', '\nExamples:\n  $ edk registry usage\n  $ edk registry usage --json')
    .action(async (_options: unknown, command: Command) => {
      await runCommand(command, { kind: 'none' }, async ({ edk, step, show }) => {
        const { measureRegistry } = await import('../../core/useCases/registry/registryUsage.ts');
        const usage = await measureRegistry(edk, step);
        const rows = usage.repositories.map(({ name, images, bytes, own }) => [
          name,
          String(images),
          formatBytes(bytes),
          formatBytes(own),
        ]);
        show(formatTable(['IMAGE', 'STORED', 'SIZE', 'NOT SHARED'], rows));
        show(`\n${usage.images} images take ${formatBytes(usage.bytes)}: what they share counts once.`);
        show(collectorHint(usage.garbageCollection));
        return usage;
      });
    });
}

function addDelete(registry: Command): void {
  registry
    .command('delete')
    .description('Delete images from the local registry, each with every tag that names it.')
    .argument('<images...>', 'name:tag, as "edk registry" shows them')
    .addHelpText('after', '\nExamples:\n  $ edk registry delete liver-radiomics:0.6.0')
    .action(async (names: readonly string[], _options: unknown, command: Command) => {
      await runCommand(command, { kind: 'job' }, async ({ edk, step, show }) => {
        const { deleteTagged } = await import('../../core/useCases/registry/deleteTagged.ts');
        const deleted = [];
        for (const name of names) {
          const colon = name.lastIndexOf(':');
          if (colon < 1) throw new EdkError('usage', `"${name}" has no tag. Write name:tag.`);
          const image = { repository: name.slice(0, colon), tag: name.slice(colon + 1) };
          deleted.push(await deleteTagged(edk, image, step.signal));
        }
        for (const { repository, tags } of deleted) show(`${repository}: ${tags.join(', ')} deleted.`);
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
    .description(
      'Remove old images: of each, the newest and whatever a release or project names stay, and so do version tags.',
    )
    .option('--keep <number>', 'how many of the newest of each image stay', wholeNumber, 3)
    .option('--yes', 'remove them; without it they are only shown')
    .addHelpText('after', '\nExamples:\n  $ edk registry prune\n  $ edk registry prune --keep 1 --yes')
    .action(async (_options: unknown, command: Command) => {
      await runCommand<PruneOptions>(command, { kind: 'job' }, async ({ options, edk, step, show }) => {
        const { pruneRegistry } = await import('../../core/useCases/registry/pruneRegistry.ts');
        const { garbageCollection } = await import('../../core/useCases/registry/registryUsage.ts');
        const mode = options.yes === true ? 'remove' : 'plan';
        const { removed, spared, freed } = await pruneRegistry(edk, { keep: options.keep, mode }, step);
        const rows = removed.map(({ repository, tags, created }) => [
          repository,
          tags.join(', '),
          created?.toISOString().slice(0, 16).replace('T', ' ') ?? '',
        ]);
        show(formatTable(['IMAGE', 'TAG', 'CREATED'], rows));
        if (spared.length > 0) show(`\n${spared.length} older ones stay: a release or project names them.`);
        if (removed.length === 0) return { mode, removed, spared, freed };
        if (mode === 'plan') show(`\nNothing was removed. "--yes" removes these ${removed.length}.`);
        else show(`\n${formatBytes(freed)} can be freed. ${collectorHint(await garbageCollection(edk))}`);
        return { mode, removed, spared, freed };
      });
    });
}

function collectorHint(commands: readonly string[]): string {
  return `The registry frees the space of deleted images by its own collector:\n${commands.map((line) => `  $ ${line}`).join('\n')}`;
}
