import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { UploadChoice } from '../../core/useCases/deploy/uploadChoice.ts';
import { describeImages, imagesForMachines } from '../output/describeImages.ts';
import { runOnProject } from '../runOnProject.ts';

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
    .description('Build images, the chart, or all of an extension.')
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
    .option('--dir <folder>', 'folder of a Dockerfile, or of an extension for all its images', '.')
    .option('--dockerfile <file>', 'another file than <dir>/Dockerfile')
    .option('--image-name <name>', 'name of the image, or which of the extension to build')
    .option('--image-version <version>', 'tag, instead of the build version')
    .option('--why', 'say for each image why it was built or skipped')
    .option('--tar', 'write each image as a .tar as well, for platforms that reach no registry')
    .option('--import', 'upload the .tar and import it into the platform')
    .option('--no-import', 'do not import (the default)')
    .option('--output <folder>', 'where the .tar goes; VOLUME_PATH or the current folder without it')
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
    .option('--dir <folder>', 'folder of the chart or of the extension', '.')
    .option('--import', 'fail when there is no platform to upload it to')
    .option('--no-import', 'do not upload it')
    .option('--output <folder>', 'put the .tgz there as well')
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
    .description('Build every image and the chart of an extension, and upload the chart to the platform.')
    .option('--dir <folder>', 'folder of the extension', '.')
    .option('--why', 'say for each image why it was built or skipped')
    .option('--import', 'fail when there is no platform to upload the chart to')
    .option('--no-import', 'do not upload the chart')
    .option('--output <folder>', 'put the .tgz there as well')
    .addHelpText('after', '\nExamples:\n  $ edk build extension --dir /kaapana/app/dag/pyradiomics-feature-extractor')
    .action(async (_options: unknown, command: Command) => {
      await runOnProject<ChartOptions>(command, {}, async ({ options, edk, step, show, folder }) => {
        const { buildExtension } = await import('../../core/useCases/build/buildExtension.ts');
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
