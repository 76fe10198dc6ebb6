import { resolve } from 'node:path';
import type { Command } from 'commander';
import { wholeNumber } from '../parseOptions.ts';
import { runCommand } from '../runCommand.ts';

interface SampleCommandOptions {
  readonly output: string;
  readonly count?: number;
  readonly size?: number;
  readonly broken?: true | readonly string[];
}

/** A series as they come out of real archives: with a localiser in it. */
const usualFault = 'mixed-orientations';

export function addSample(program: Command): void {
  program
    .command('sample')
    .description('Write generated DICOM series (CT, MR, SEG, RTSTRUCT) with known volumes, to try a workflow with.')
    .option('--output <folder>', 'where to write them; the folder must be empty', 'sample')
    .option('--count <number>', 'patients, each with two visits (default: 1)', wholeNumber)
    .option('--size <voxels>', 'rows and columns of a CT (default: 96)', wholeNumber)
    .option(
      '--broken [faults...]',
      `add a series that cannot be converted (default: ${usualFault}); others: duplicate-slices, missing-slices, ` +
        'no-pixels, four-dimensions, compressed, one-slice',
    )
    .addHelpText(
      'after',
      "\nGenerated, nobody's data, and the same every time. Volumes and mean values are in ground-truth.json." +
        '\n\nExamples:\n  $ edk sample\n  $ edk sample --output /tmp/sample --count 3 --broken',
    )
    .action(async (_options: unknown, command: Command) => {
      await runCommand<SampleCommandOptions>(command, { kind: 'none' }, async ({ options, edk, step, show }) => {
        const { makeSample } = await import('../../core/useCases/sample/makeSample.ts');
        const { output, count, size, broken = [] } = options;
        const folder = resolve(output);
        const faults = broken === true ? [usualFault] : broken;
        const { series } = await makeSample(edk, { folder, count, size, broken: faults }, step);
        for (const { modality, visit, patient, folder: where, broken: fault } of series) {
          show(
            `  ${modality.padEnd(8)} ${patient}, ${visit}: ${where}${fault === undefined ? '' : ` (broken: ${fault})`}`,
          );
        }
        show(`\nGround truth: ${resolve(folder, 'ground-truth.json')}`);
        return { folder, series };
      });
    });
}
