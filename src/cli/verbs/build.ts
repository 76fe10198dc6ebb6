import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { UploadChoice } from '../../core/useCases/deploy/uploadChoice.ts';
import { describeImages, imagesForMachines } from '../output/describeResults.ts';
import { runOnProject } from '../runCommand.ts';

interface ImageOptions {
  readonly dir: string;
  readonly dockerfile?: string;
  readonly imageName?: string;
  readonly imageVersion?: string;
  readonly tar?: boolean;
  readonly import?: boolean;
  readonly output?: string;
  readonly why?: boolean;
}

interface ChartOptions {
  readonly dir: string;
  readonly import?: boolean;
  readonly output?: string;
  readonly why?: boolean;
}

export function addBuild(program: Command): void {
  const build = program
    .command('build')
    .description('Build images, the chart, or a whole extension.')
    .addHelpText(
      'after',
      '\nExamples:\n  $ edk build extension --dir liver-radiomics\n  $ edk build image --dir liver-radiomics',
    );
  addBuildImage(build);
  addBuildChart(build);
  addBuildExtension(build);
}

function addBuildImage(build: Command): void {
  build
    .command('image')
    .description('Build images and push them to the local registry.')
    .option('--dir <folder>', 'folder of a Dockerfile, or of an extension to build all its images', '.')
    .option('--dockerfile <file>', 'Dockerfile to use (default: <dir>/Dockerfile)')
    .option('--image-name <name>', 'name of the image, or which image of the extension to build')
    .option('--image-version <version>', 'tag to use instead of the build version')
    .option('--why', 'show why each image was built or skipped')
    .option('--tar', 'also save each image as a .tar, for platforms without access to a registry')
    .option('--import', 'save each image as a .tar, upload it and import it into the platform')
    .option('--no-import', 'do not import (default)')
    .option('--output <folder>', 'folder for the .tar files (default: VOLUME_PATH or the current folder)')
    .addHelpText(
      'after',
      '\nExamples:\n  $ edk build image --dir liver-radiomics\n' +
        '  $ edk build image --dir liver-radiomics/processing-containers/liver-radiomics --tar',
    )
    .action(async (_options: unknown, command: Command) => {
      await runOnProject<ImageOptions>(command, {}, async ({ options, edk, step, show, folder }) => {
        const { buildImageFolder } = await import('../../core/useCases/build/buildImageFolder.ts');
        const { images, tars } = await buildImageFolder(
          edk,
          {
            folder,
            dockerfile: options.dockerfile === undefined ? undefined : resolve(options.dockerfile),
            imageName: options.imageName,
            imageVersion: options.imageVersion,
            tar: options.import === true ? 'import' : options.tar === true ? 'write' : 'none',
            outputFolder: resolve(options.output ?? edk.settings.volumeFolder ?? '.'),
          },
          step,
        );
        show(describeImages(images, options));
        return { images: imagesForMachines(images), tars };
      });
    });
}

function addBuildChart(build: Command): void {
  build
    .command('chart')
    .description('Package the chart and upload it to the platform.')
    .option('--dir <folder>', 'folder of the chart or the extension', '.')
    .option('--import', 'require the upload: fail if no platform is configured')
    .option('--no-import', 'do not upload the chart')
    .option('--output <folder>', 'also copy the .tgz to this folder')
    .addHelpText('after', '\nExamples:\n  $ edk build chart --dir liver-radiomics --no-import --output charts')
    .action(async (_options: unknown, command: Command) => {
      await runOnProject<ChartOptions>(command, {}, async ({ options, edk, step, show, folder }) => {
        const { buildChartFolder } = await import('../../core/useCases/build/buildChartFolder.ts');
        const built = await buildChartFolder(
          edk,
          { folder, upload: uploadChoice(options.import), outputFolder: absolute(options.output) },
          step,
        );
        show(`  ${built.file}`);
        return built;
      });
    });
}

function addBuildExtension(build: Command): void {
  build
    .command('extension')
    .description('Build all images and the chart of an extension, and upload the chart to the platform.')
    .option('--dir <folder>', 'folder of the extension', '.')
    .option('--why', 'show why each image was built or skipped')
    .option('--import', 'require the upload: fail if no platform is configured')
    .option('--no-import', 'do not upload the chart')
    .option('--output <folder>', 'also copy the .tgz to this folder')
    .addHelpText('after', '\nExamples:\n  $ edk build extension --dir /kaapana/app/dag/pyradiomics-feature-extractor')
    .action(async (_options: unknown, command: Command) => {
      await runOnProject<ChartOptions>(command, {}, async ({ options, edk, step, show, folder }) => {
        const { buildExtension } = await import('../../core/useCases/build/buildChartFolder.ts');
        const { images, chart } = await buildExtension(
          edk,
          { folder, upload: uploadChoice(options.import), outputFolder: absolute(options.output) },
          step,
        );
        show(`${describeImages(images, options)}\n  ${chart.file}`);
        return { images: imagesForMachines(images), chart };
      });
    });
}

function uploadChoice(flag: boolean | undefined): UploadChoice {
  if (flag === undefined) return 'whereConfigured';
  return flag ? 'always' : 'never';
}

function absolute(folder: string | undefined): string | undefined {
  return folder === undefined ? undefined : resolve(folder);
}
