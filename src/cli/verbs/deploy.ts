import type { Command } from 'commander';
import { describeWork, imagesForMachines } from '../output/describeImages.ts';
import { seconds } from '../parseNumbers.ts';
import { runOnProject } from '../runOnProject.ts';

interface DeployOptions {
  readonly dir: string;
  readonly timeout: number;
  readonly why?: boolean;
}

export function addDeploy(program: Command): void {
  program
    .command('deploy')
    .description('Build an extension, install it on the platform and watch until it runs.')
    .option('--dir <folder>', 'folder of the extension', '.')
    .option('--why', 'say for each image why it was built or skipped')
    .option('--timeout <seconds>', 'how long its pods may take', seconds, 600)
    .addHelpText('after', '\nExamples:\n  $ edk deploy\n  $ edk deploy --dir liver-radiomics --timeout 1200')
    .action(async (_options: unknown, command: Command) => {
      await runOnProject<DeployOptions>(command, {}, async ({ options, edk, step, show, folder }) => {
        const { deployProject } = await import('../../core/useCases/deploy/deployProject.ts');
        const { release, chart, images } = await deployProject(
          edk,
          { folder, timeoutMs: options.timeout * 1000 },
          step,
        );
        const work = describeWork(images, options);
        if (work !== '') show(`\n${work}`);
        const built = images.filter(({ outcome }) => outcome === 'built').length;
        show(
          `\n${release.releaseName} ${chart.version} is ${release.state}. Images built: ${built} of ${images.length}.`,
        );
        for (const line of [release.note, ...release.links]) if (line !== undefined) show(line);
        const { name, version, file, sha256 } = chart;
        return { release, chart: { name, version, file, sha256 }, images: imagesForMachines(images) };
      });
    });
}
