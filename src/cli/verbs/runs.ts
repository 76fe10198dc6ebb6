import type { Command } from 'commander';
import { EdkError } from '../../core/errors/edkError.ts';
import {
  describeComparison,
  describeNumbers,
  describeRuns,
  describeTasks,
  durationOf,
  outcomeOf,
} from '../output/describeRun.ts';
import { runCommand } from '../runCommand.ts';

export function addRuns(program: Command): void {
  const runs = program
    .command('runs')
    .description('List the runs on this machine; show, compare or remove them.')
    .addHelpText(
      'after',
      '\nRuns are named by their id, a unique beginning or end of it, or "last".\n' +
        '\nExamples:\n  $ edk runs\n  $ edk runs show last\n  $ edk runs compare 093000000000 last\n  $ edk runs remove --all',
    )
    .action(async (_options: unknown, command: Command) => {
      await runCommand(command, { kind: 'none' }, async ({ edk, show }) => {
        const { listRunFolders } = await import('../../core/runs/runFolder.ts');
        const found = await listRunFolders(edk.settings.folders.state);
        const records = found.map(({ record }) => record);
        show(describeRuns(records));
        return { runs: records };
      });
    });
  addShow(runs);
  addCompare(runs);
  addRemove(runs);
}

function addShow(runs: Command): void {
  runs
    .command('show')
    .description('Show the tasks and the numbers of a run.')
    .argument('<run>')
    .addHelpText('after', '\nExamples:\n  $ edk runs show last\n  $ edk runs show 093000000000')
    .action(async (wanted: string, _options: unknown, command: Command) => {
      await runCommand(command, { kind: 'none' }, async ({ edk, show }) => {
        const { findRun } = await import('../../core/runs/runFolder.ts');
        const { readNumbers } = await import('../../core/useCases/run/runNumbers.ts');
        const run = await findRun(edk.settings.folders.state, wanted);
        const { record, folder } = run;
        const why = record.reason === undefined ? '' : `: ${record.reason}`;
        show(`${record.id}, ${outcomeOf(record)} ${durationOf(record)}${why}\n${folder.path}\n`);
        show(describeTasks(record));
        const numbers = describeNumbers(record.id, await readNumbers(run));
        if (numbers !== '') show(`\n${numbers}`);
        return { run: record, folder: folder.path };
      });
    });
}

function addCompare(runs: Command): void {
  runs
    .command('compare')
    .description('Show which numbers of two runs differ, side by side.')
    .argument('[before]', 'a run (default: the run of the same project before the other one)')
    .argument('[after]', 'a run', 'last')
    .addHelpText('after', '\nExamples:\n  $ edk runs compare\n  $ edk runs compare 093000000000 last')
    .action(async (before: string | undefined, after: string, _options: unknown, command: Command) => {
      await runCommand(command, { kind: 'none' }, async ({ edk, show }) => {
        const { compareRuns } = await import('../../core/useCases/run/runNumbers.ts');
        const comparison = await compareRuns(edk, { before, after });
        show(describeComparison(comparison));
        return { before: comparison.before.id, after: comparison.after.id, files: comparison.files };
      });
    });
}

function addRemove(runs: Command): void {
  runs
    .command('remove')
    .description('Remove runs with everything that they wrote.')
    .argument('[runs...]')
    .option('--all', 'remove all runs')
    .addHelpText('after', '\nExamples:\n  $ edk runs remove 093000000000\n  $ edk runs remove --all')
    .action(async (wanted: readonly string[], options: { readonly all?: boolean }, command: Command) => {
      await runCommand(command, { kind: 'none' }, async ({ edk, step, show }) => {
        if (wanted.length > 0 === (options.all === true)) {
          throw new EdkError('usage', 'Name the runs to remove, or pass --all.');
        }
        const { removeRuns } = await import('../../core/useCases/run/keptRuns.ts');
        const removed = await removeRuns(edk, options.all === true ? undefined : wanted, step);
        show(removed.length === 0 ? 'Nothing to remove.' : `Removed:\n${removed.map((id) => `  ${id}`).join('\n')}`);
        return { removed };
      });
    });
}
