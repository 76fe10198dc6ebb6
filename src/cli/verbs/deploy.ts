import type { Command } from 'commander';
import { describeWork, imagesForMachines, describeRelease } from '../output/describeResults.ts';
import { seconds } from '../parseOptions.ts';
import { runOnProject } from '../runCommand.ts';

interface DeployOptions {
  readonly dir: string;
  readonly timeout: number;
  readonly why?: boolean;
}

export function addDeploy(program: Command): void {
  program
    .command('deploy')
    .description('Build an extension, install it on the platform and wait until it runs.')
    .option('--dir <folder>', 'folder of the extension', '.')
    .option('--why', 'show why each image was built or skipped')
    .option('--timeout <seconds>', 'how long to wait for the pods', seconds, 600)
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
        show(`\nImages built: ${built} of ${images.length}.`);
        show(describeRelease({ ...release, version: chart.version }));
        const { name, version, file, sha256 } = chart;
        return { release, chart: { name, version, file, sha256 }, images: imagesForMachines(images) };
      });
    });
}
