import type { Command } from 'commander';
import { EdkError } from '../../core/errors/edkError.ts';
import { runCommand } from '../runCommand.ts';

interface UploadOptions {
  readonly wait: boolean;
  readonly leftovers?: boolean;
}

/** One file after the other; what is wrong with one keeps no other from its upload. */
export async function uploadEach<T>(
  files: readonly string[],
  upload: (file: string) => Promise<T>,
): Promise<{ readonly uploaded: readonly T[]; readonly failure: EdkError | undefined }> {
  const uploaded: T[] = [];
  const failures: EdkError[] = [];
  for (const file of files) {
    try {
      uploaded.push(await upload(file));
    } catch (error) {
      if (!(error instanceof EdkError)) throw error;
      failures.push(error);
    }
  }
  const [first, ...others] = failures;
  if (first === undefined || others.length === 0) return { uploaded, failure: first };
  const message = `${failures.length} of ${files.length} files were not uploaded.`;
  return { uploaded, failure: new EdkError(first.code, message, { cause: first, failures }) };
}

export function addUpload(program: Command): void {
  program
    .command('upload')
    .description('Put packaged charts (.tgz) or tars of images (.tar) on the platform; nothing is installed by it.')
    .argument('[files...]', 'as "edk build chart" or "docker save" made them')
    .option('--no-wait', 'do not wait until the list shows a chart')
    .option('--leftovers', 'remove what unfinished uploads left on the platform, and say what cannot be removed')
    .addHelpText(
      'after',
      '\nExamples:\n  $ edk upload liver-radiomics-workflow-0.6.0.tgz\n  $ edk upload images.tar my-chart-1.0.0.tgz --json\n  $ edk upload --leftovers',
    )
    .action(async (files: readonly string[], _options: unknown, command: Command) => {
      await runCommand<UploadOptions>(command, { kind: 'job' }, async ({ options, edk, step, show }) => {
        const { connectToPlatform } = await import('../../core/useCases/context/edkContext.ts');
        const { uploadPackage } = await import('../../core/useCases/deploy/uploadPackage.ts');
        const platform = connectToPlatform(edk);
        if (options.leftovers === true) {
          const { removeLeftovers } = await import('../../core/platform/upload/removeLeftovers.ts');
          const leftovers = await removeLeftovers(platform, step);
          for (const { name } of leftovers.stay) {
            step.warn(`${name} was refused and lies on the platform: its API removes no file; a good one replaces it.`);
          }
          show(
            `Removed ${leftovers.removed.length} unfinished ${leftovers.removed.length === 1 ? 'upload' : 'uploads'}.`,
          );
          return leftovers;
        }
        if (files.length === 0) throw new EdkError('usage', 'Name the files to upload.');
        const { uploadChecks } = await import('../../core/useCases/deploy/uploadChecks.ts');
        const checks = uploadChecks(edk, options.wait ? 'wait' : 'skip', step);
        const { uploaded, failure } = await uploadEach(files, (path) =>
          uploadPackage(platform, { path, checks }, step),
        );
        const isLate = !options.wait && uploaded.some(({ kind }) => kind === 'chart');
        const late = isLate ? ' The list shows it within 30 s.' : '';
        if (uploaded.length > 0) show(`\n${uploaded.map(({ name }) => name).join(', ')}: uploaded.${late}`);
        if (failure !== undefined) throw failure;
        return { uploaded };
      });
    });
}
