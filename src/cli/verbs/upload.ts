import type { Command } from 'commander';
import { runVerb, type CommonOptions } from '../verb.ts';

export function addUpload(program: Command): void {
  program
    .command('upload')
    .description('Put packaged charts (.tgz) or tars of images (.tar) on the platform; nothing is installed by it.')
    .argument('<files...>', 'as "edk build chart" or "docker save" made them')
    .addHelpText(
      'after',
      '\nExamples:\n  $ edk upload liver-radiomics-workflow-0.6.0.tgz\n  $ edk upload images.tar my-chart-1.0.0.tgz --json',
    )
    .action(async (files: readonly string[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      const request = { verb: 'upload', options, folder: process.cwd(), record: { kind: 'job' } } as const;
      await runVerb(request, async ({ kit, step, show }) => {
        const { connectToPlatform } = await import('../../core/deploy/toolkit.ts');
        const { uploadPackage } = await import('../../core/deploy/uploadPackage.ts');
        const platform = connectToPlatform(kit);
        const uploaded = [];
        for (const file of files) uploaded.push(await uploadPackage(platform, file, step));
        const late = uploaded.some(({ kind }) => kind === 'chart') ? ' The list shows it within 30 s.' : '';
        show(`\n${uploaded.map(({ name }) => name).join(', ')}: uploaded.${late}`);
        return { uploaded };
      });
    });
}
