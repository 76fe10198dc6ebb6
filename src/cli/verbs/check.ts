import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { atLeast, severities, type FailOn } from '../../core/checks/finding.ts';
import { catalogue } from '../../core/errors/catalogue.ts';
import { formatFindings, formatReferences, referenceForMachines } from '../output/formatCheck.ts';
import { runCommand } from '../runCommand.ts';

interface CheckOptions {
  readonly dir: string;
  readonly failOn: FailOn;
  readonly render: boolean;
  readonly online?: boolean;
  readonly references?: boolean;
  readonly sarif?: string;
}

export function addCheck(program: Command): void {
  program
    .command('check')
    .description('Check an extension for problems that would make it fail on the platform.')
    .option('--dir <folder>', 'folder of the extension', '.')
    .addOption(
      new Option('--fail-on <severity>', 'lowest severity for which the exit code is 3')
        .choices([...severities, 'never'])
        .default('error'),
    )
    .option('--no-render', 'do not run Helm; rules about the rendered chart are skipped')
    .option('--online', 'also check against the registry and the platform')
    .option(
      '--references',
      'list every image that operators and chart use, and where it comes from; queries their registries',
    )
    .option('--sarif <file>', 'also write the findings to a SARIF 2.1.0 file, for CI')
    .addHelpText(
      'after',
      '\nTo suppress a finding, add a comment on its line or the line above, # edk-ignore <rule>: <reason>,\n' +
        'or an entry in edk.yaml under checks: { ignore: [{ rule, reason, files }] }.' +
        '\nPaths in SARIF are relative to the current folder, or to the extension if it is somewhere else.' +
        '\n\nExamples:\n  $ edk check\n  $ edk check --references\n  $ edk check --dir liver-radiomics --fail-on warning --sarif edk.sarif',
    )
    .action(async (_options: unknown, command: Command) => {
      const folder = resolve(command.opts<CheckOptions>().dir);
      await runCommand<CheckOptions>(
        command,
        { kind: 'none', folder },
        async ({ options, edk, step, show, exitWith }) => {
          const { checkProject } = await import('../../core/useCases/check/checkProject.ts');
          const { gatherFacts } = await import('../../core/useCases/check/gatherFacts.ts');
          const { render, online = false, references = false } = options;
          const { readProject } = await import('../../core/project/readProject.ts');
          const { buildArguments } = edk.settings;
          const project = await readProject(folder, { buildArguments, signal: step.signal });
          const wanted = { project, render, online, references: references || online };
          const gathered = await gatherFacts(edk, wanted, step);
          const result = await checkProject(edk, project, { ...gathered, signal: step.signal });
          const { findings, suppressed, facts } = result;
          if (references) show(`${formatReferences(facts.references ?? [], folder)}\n`);
          show(formatFindings(findings, folder));
          if (options.sarif !== undefined) {
            // It brings all rules with it, which no other start needs.
            const { writeSarif } = await import('../output/writeSarif.ts');
            await writeSarif(resolve(options.sarif), result, { folder, version: program.version() });
          }
          if (options.failOn !== 'never' && atLeast(findings, options.failOn).length > 0) {
            exitWith(catalogue['check.failed'].exitCode);
          }
          return { findings, suppressed, references: facts.references?.map(referenceForMachines) };
        },
      );
    });
}
