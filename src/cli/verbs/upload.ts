import type { Command } from 'commander';
import { EdkError } from '../../core/errors/edkError.ts';
import { runCommand } from '../runCommand.ts';

interface UploadOptions {
  readonly wait: boolean;
  readonly leftovers?: boolean;
}

/** Uploads one file after the other, and continues when one fails. */
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
    .description('Upload packaged charts (.tgz) or image archives (.tar) to the platform, without installing them.')
    .argument('[files...]', 'created by "edk build chart" or "docker save"')
    .option('--no-wait', 'do not wait until the chart is listed')
    .option('--leftovers', 'remove what unfinished uploads left on the platform, and list what cannot be removed')
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
            step.warn(
              `${name} was rejected but is still on the platform, whose API cannot remove it. Upload a valid chart to replace it.`,
            );
          }
          show(
            `Removed ${leftovers.removed.length} unfinished ${leftovers.removed.length === 1 ? 'upload' : 'uploads'}.`,
          );
          return leftovers;
        }
        if (files.length === 0) throw new EdkError('usage', 'Specify the files to upload.');
        const { uploadChecks } = await import('../../core/useCases/deploy/uploadPackage.ts');
        const checks = uploadChecks(edk, options.wait ? 'wait' : 'skip', step);
        const { uploaded, failure } = await uploadEach(files, (path) =>
          uploadPackage(platform, { path, checks }, step),
        );
        const isLate = !options.wait && uploaded.some(({ kind }) => kind === 'chart');
        const late = isLate ? ' It is listed within 30 s.' : '';
        if (uploaded.length > 0) show(`\nUploaded ${uploaded.map(({ name }) => name).join(', ')}.${late}`);
        if (failure !== undefined) throw failure;
        return { uploaded };
      });
    });
}
