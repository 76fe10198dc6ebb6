import { resolve } from 'node:path';
import type { Command } from 'commander';
import { formatBytes } from '../../core/text/formatAmounts.ts';
import { runOnProject, runCommand } from '../runCommand.ts';

interface ExportOptions {
  readonly dir: string;
  readonly output: string;
  readonly for?: string;
  readonly tar?: boolean;
}

export function addExport(program: Command): void {
  program
    .command('export')
    .description(
      'Export an extension (images, chart, README) to a folder, for a platform without access to a registry.',
    )
    .option('--dir <folder>', 'folder of the extension', '.')
    .option('--output <folder>', 'where to create the bundle folder', '.')
    .option('--for <registry>', "registry that the platform's cluster pulls from (default: REGISTRY_URL)")
    .option('--tar', 'save each image as its own .tar instead of a bundle')
    .addHelpText(
      'after',
      '\nExamples:\n  $ edk export --dir liver-radiomics --for registry.example.org/kaapana\n' +
        '  $ edk bundle verify liver-radiomics-workflow-0.6.0-bundle',
    )
    .action(async (_options: unknown, command: Command) => {
      await runOnProject<ExportOptions>(command, {}, async ({ options, edk, step, show, folder }) => {
        const outputFolder = resolve(options.output);
        if (options.tar === true) {
          const { buildImageFolder } = await import('../../core/useCases/build/buildImageFolder.ts');
          const one = { dockerfile: undefined, imageName: undefined, imageVersion: undefined };
          const { tars } = await buildImageFolder(edk, { folder, ...one, tar: 'write', outputFolder }, step);
          show(tars.map((file) => `  ${file}`).join('\n'));
          return { tars };
        }
        const { exportBundle } = await import('../../core/useCases/export/exportBundle.ts');
        const platformRegistry = options.for ?? edk.settings.platformRegistry ?? edk.settings.registry.pull;
        const bundle = await exportBundle(edk, { folder, outputFolder, platformRegistry }, step);
        const { images, imagesTar } = bundle.manifest;
        show(`\n${bundle.folder}\n  ${images.length} images for ${platformRegistry}, ${formatBytes(imagesTar.bytes)}`);
        return bundle;
      });
    });
}

export function addBundle(program: Command): void {
  program
    .command('bundle')
    .description('Work with the bundles that "edk export" creates.')
    .addHelpText('after', '\nExamples:\n  $ edk bundle verify liver-radiomics-workflow-0.6.0-bundle')
    .command('verify')
    .description('Read a whole bundle and verify its digests.')
    .argument('<folder>', 'bundle folder created by "edk export"')
    .addHelpText('after', '\nExamples:\n  $ edk bundle verify liver-radiomics-workflow-0.6.0-bundle')
    .action(async (bundle: string, _options: unknown, command: Command) => {
      await runCommand(command, { kind: 'none' }, async ({ step, show }) => {
        const { verifyBundle } = await import('../../core/bundle/verifyBundle.ts');
        const manifest = await verifyBundle(resolve(bundle), step);
        show(`\n${manifest.name} ${manifest.version} is complete: ${manifest.images.length} images and the chart.`);
        return manifest;
      });
    });
}
