import type { Command } from 'commander';
import type { JobStep } from '../../core/jobs/jobStep.ts';
import type { EdkContext } from '../../core/useCases/context/edkContext.ts';
import { describeWork, imagesForMachines, describeRelease } from '../output/describeResults.ts';
import { seconds } from '../parseOptions.ts';
import { runOnProject } from '../runCommand.ts';

interface DeployOptions {
  readonly dir: string;
  readonly timeout: number;
  readonly why?: boolean;
  readonly run?: boolean;
}

export function addDeploy(program: Command): void {
  program
    .command('deploy')
    .description('Build an extension, install it on the platform and wait until it runs.')
    .option('--dir <folder>', 'folder of the extension', '.')
    .option('--run', 'first run the workflow on generated images on this machine; nothing is deployed if that fails')
    .option('--why', 'show why each image was built or skipped')
    .option('--timeout <seconds>', 'how long to wait for the pods', seconds, 600)
    .addHelpText(
      'after',
      '\nExamples:\n  $ edk deploy\n  $ edk deploy --run\n  $ edk deploy --dir liver-radiomics --timeout 1200',
    )
    .action(async (_options: unknown, command: Command) => {
      await runOnProject<DeployOptions>(command, {}, async ({ options, edk, step, show, folder }) => {
        if (options.run === true) await runOnSample(edk, folder, step);
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

/** Green means that it computes: a workflow that fails on the sample is not deployed. */
async function runOnSample(edk: EdkContext, folder: string, step: JobStep): Promise<void> {
  const { runWorkflow } = await import('../../core/useCases/run/runWorkflow.ts');
  await step.run('Run on the sample', (running) =>
    runWorkflow(
      edk,
      { folder, data: { kind: 'sample' }, answers: {}, assignments: [], stubs: new Map(), keep: false },
      running,
    ),
  );
}
