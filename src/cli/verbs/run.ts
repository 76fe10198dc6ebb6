import { resolve } from 'node:path';
import type { Command } from 'commander';
import { EdkError } from '../../core/errors/edkError.ts';
import type { RunNumbers } from '../../core/useCases/run/runNumbers.ts';
import type { FinishedRun } from '../../core/useCases/run/performTasks.ts';
import { describeNumbers } from '../output/describeRun.ts';
import { seconds } from '../parseOptions.ts';
import { readFormFile } from '../readFormFile.ts';
import { runOnProject } from '../runCommand.ts';

interface RunOptions {
  readonly dir: string;
  readonly data?: string;
  readonly set?: readonly string[];
  readonly form?: string;
  readonly task?: string;
  readonly workflow?: boolean;
  readonly dag?: string;
  readonly from?: string;
  readonly only?: string;
  readonly stub?: readonly string[];
  readonly keep?: boolean;
  readonly gpu?: boolean;
  readonly timeout?: number;
  readonly network?: 'none' | 'host';
  readonly output?: string;
  readonly jobId?: string;
}

export function addRun(program: Command): void {
  program
    .command('run')
    .description(
      'Run a processing container or a workflow on this machine as the platform would, and show its numbers.',
    )
    .argument('[container]', 'image name or folder of the container (default: the only one)')
    .argument('[command...]', 'after --: run this in place of the command of the image')
    .option('--workflow', 'run the whole workflow as its DAG has it, instead of one container')
    .option('--dag <id>', 'with --workflow: which DAG, if there are several')
    .option('--from <task>', 'with --workflow: start with this task; earlier runs have the output of those before')
    .option('--only <task>', 'with --workflow: run only this task; earlier runs have the output of the others')
    .option('--dir <folder>', 'folder of the extension', '.')
    .option(
      '--data <folder>',
      'folder with DICOM, an earlier run (its id, or "last"), or "sample": generated images',
      'sample',
    )
    .option('--set <name=value>', 'value of a field of the workflow form; can be repeated', collect)
    .option('--form <file>', 'YAML or JSON file with the values of the form')
    .option('--task <id>', 'task of the DAG to run it as, if several tasks use the container')
    .option('--stub <task=folder>', 'take the output of an earlier task from a folder; can be repeated', collect)
    .option('--keep', 'never remove this run automatically (otherwise the newest 20 of a project are kept)')
    .option('--gpu', 'give the container a GPU')
    .option(
      '--timeout <seconds>',
      "stop the container after this time (default: the operator's, else 90 minutes)",
      seconds,
    )
    .option('--network <mode>', 'none or host (default: as the labels of the operator say)', network)
    .option('--output <folder>', 'where the run is written, in place of the state folder; must be empty')
    .addHelpText(
      'after',
      '\nExamples:\n  $ edk run\n  $ edk run liver-radiomics --data ~/images --set bin_width=10\n' +
        '  $ edk run --data last\n  $ edk run liver-radiomics -- python3 -u /kaapana/app/try_it.py',
    )
    .action(async (_container: unknown, _command: unknown, _options: unknown, command: Command) => {
      const { before, after } = splitAtDashes(command.args, process.argv);
      const [container, ...others] = before;
      if (others.length > 0)
        command.error(`error: too many arguments: ${others.join(' ')}. A command stands after --.`);
      await runOnProject<RunOptions>(command, { lock: 'byItself' }, async ({ options, edk, step, show, folder }) => {
        requireFitting(container, after, options);
        const { readDataChoice } = await import('../../core/useCases/run/inputData.ts');
        const common = {
          folder,
          data: readDataChoice(options.data),
          answers: await readFormFile(options.form),
          assignments: options.set ?? [],
          stubs: readStubs(options.stub ?? []),
          keep: options.keep === true,
          output: options.output,
          job: options.jobId,
        };
        const timeoutMs = options.timeout === undefined ? undefined : options.timeout * 1000;
        const gpu = options.gpu === true ? 0 : undefined;
        const { tidyRuns } = await import('../../core/useCases/run/keptRuns.ts');
        const { readNumbers } = await import('../../core/useCases/run/runNumbers.ts');
        let runs: readonly FinishedRun[];
        if (options.workflow === true) {
          const { runWorkflow } = await import('../../core/useCases/run/runWorkflow.ts');
          const { dag, from, only } = options;
          runs = await runWorkflow(edk, { ...common, dag, from, only, timeoutMs, gpu }, step);
        } else {
          const { runContainer } = await import('../../core/useCases/run/runContainer.ts');
          const command = after.length === 0 ? undefined : after;
          const choices = { network: options.network, gpu, timeoutMs, command };
          runs = [await runContainer(edk, { ...common, container, task: options.task, choices }, step)];
        }
        await tidyRuns(edk, folder, step);
        for (const run of runs) show(describeFinished(run, await readNumbers(run)));
        return { runs: runs.map((run) => ({ run: run.record, folder: run.folder.path })) };
      });
    });
}

/** A command may have options of its own, so it stands after `--`, which Commander takes away. */
function splitAtDashes(operands: readonly string[], argv: readonly string[]) {
  const dashes = argv.indexOf('--');
  const count = dashes === -1 ? 0 : argv.length - dashes - 1;
  return { before: operands.slice(0, operands.length - count), after: operands.slice(operands.length - count) };
}

/** @throws EdkError `usage` for what only one of both kinds of run takes. */
function requireFitting(container: string | undefined, after: readonly string[], options: RunOptions): void {
  const forOne =
    container !== undefined || after.length > 0 || options.task !== undefined || options.network !== undefined;
  if (options.workflow === true && forOne) {
    throw new EdkError('usage', 'A container, its command, --task and --network do not go with --workflow.');
  }
  const forAll = [options.dag, options.from, options.only].some((option) => option !== undefined);
  if (options.workflow !== true && forAll) throw new EdkError('usage', '--dag, --from and --only need --workflow.');
}

function describeFinished({ record, folder }: FinishedRun, numbers: readonly RunNumbers[]): string {
  const table = describeNumbers(record.id, numbers);
  const skipped = record.outcome === 'skipped' ? [`Skipped: ${record.reason ?? ''}`] : [];
  return ['', ...(table === '' ? [] : [table, '']), ...skipped, record.id, folder.path].join('\n');
}

function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

function network(text: string): 'none' | 'host' {
  if (text === 'none' || text === 'host') return text;
  throw new EdkError('usage', `--network is none or host, not "${text}".`);
}

function readStubs(given: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    given.map((text) => {
      const [, task, folder] = /^([^=]+)=(.+)$/su.exec(text) ?? [];
      if (task === undefined || folder === undefined)
        throw new EdkError('usage', `--stub "${text}" is not task=folder.`);
      return [task, resolve(folder)] as const;
    }),
  );
}
