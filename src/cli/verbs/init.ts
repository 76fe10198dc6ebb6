import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { BaseChoice } from '../../core/useCases/bases/chooseBases.ts';
import { describeImages, imagesForMachines } from '../output/describeResults.ts';
import { runCommand } from '../runCommand.ts';

interface InitOptions {
  readonly all?: boolean;
  readonly workspace?: readonly string[];
  readonly repository?: string;
  readonly templates?: boolean;
  readonly rootImage?: string;
  readonly from?: string;
}

export function addInit(program: Command): void {
  program
    .command('init')
    .description('Build the base images for extensions and push them to the local registry.')
    .argument(
      '[images...]',
      'images to build, with the images they are based on (default: those used in the workspace)',
    )
    .option('--all', 'build all of them, including those that nothing in the workspace uses')
    .option('--workspace <folders...>', 'folders with your extensions (default: WORKSPACE or the current folder)')
    .option('--repository <url or folder>', 'Kaapana repository to build them from')
    .option('--templates', 'build the small ones that come with the EDK, even if a Kaapana repository is configured')
    .option('--from <archive or registry>', 'import them from a .tar of images or from another registry instead')
    .option('--root-image <image>', "image that the EDK's own base images are based on (EDK_ROOT_IMAGE)")
    .addHelpText(
      'after',
      '\nExamples:\n  $ edk init\n  $ edk init base-python-gpu\n' +
        '  $ edk init --repository https://github.com/kaapana/kaapana.git\n  $ edk init --repository /kaapana/app/kaapana\n  $ edk init --from bases.tar',
    )
    .action(async (names: readonly string[], _options: unknown, command: Command) => {
      const record = { kind: 'project', project: 'base images' } as const;
      await runCommand<InitOptions>(command, record, async ({ options, edk, step, show }) => {
        if (options.from !== undefined) {
          const { importBases } = await import('../../core/useCases/bases/importBases.ts');
          const bases = await importBases(edk, options.from, step);
          show(
            bases
              .map(({ reference, digest, outcome }) => `  ${reference}  ${digest.slice(0, 19)}  ${outcome}`)
              .join('\n'),
          );
          return { images: bases };
        }
        const { chooseBaseSource, initBases } = await import('../../core/useCases/bases/initBases.ts');
        const source =
          options.templates === true
            ? ({ kind: 'templates' } as const)
            : await chooseBaseSource(edk, options.repository);
        const folders = options.workspace?.map((folder) => resolve(folder)) ?? [edk.settings.workspace];
        const images = await initBases(edk, { source, choice: chosen(names, options, folders) }, step);
        show(describeImages(images));
        return { images: imagesForMachines(images) };
      });
    });
}

function chosen(names: readonly string[], { all }: InitOptions, folders: readonly string[]): BaseChoice {
  if (all === true) return { kind: 'all' };
  return names.length > 0 ? { kind: 'named', names } : { kind: 'usedIn', folders };
}
