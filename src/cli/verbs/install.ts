import { InvalidArgumentError, Option, type Command } from 'commander';
import { describeRelease } from '../output/describeRelease.ts';
import { seconds } from '../parseNumbers.ts';
import { readParameterFile } from '../readParameterFile.ts';
import { runCommand } from '../runCommand.ts';

interface InstallOptions {
  readonly chartVersion?: string;
  readonly set?: Readonly<Record<string, string>>;
  readonly parameters?: string;
  readonly parametersOnce?: string;
  readonly timeout: number;
}

export function addInstall(program: Command): void {
  program
    .command('install')
    .description('Install an extension that the platform offers, or launch another instance, and wait until it runs.')
    .argument('<extension>', 'name of its chart')
    .option('--chart-version <version>', 'version to install (default: the newest)')
    .option('--set <key=value>', 'set a parameter of the extension; can be repeated', addParameter)
    .option('--parameters <file>', 'read parameters from a JSON or YAML file; --set takes precedence')
    // For the editor: everybody on the machine can read a command line.
    .addOption(new Option('--parameters-once <file>', 'like --parameters, and remove the file').hideHelp())
    .option('--timeout <seconds>', 'how long to wait for the pods', seconds, 600)
    .addHelpText(
      'after',
      [
        '\nExamples:',
        '  $ edk install liver-radiomics-workflow',
        '  $ edk install jupyterlab-chart --set display_name=notes',
        '  $ edk install total-segmentator-workflow --set task_ids=Task251,Task252 --chart-version 0.6.0',
      ].join('\n'),
    )
    .action(async (extension: string, _options: unknown, command: Command) => {
      await runCommand<InstallOptions>(
        command,
        { kind: 'job', subject: extension },
        async ({ options, edk, step, show }) => {
          const { connectToPlatform } = await import('../../core/useCases/context/edkContext.ts');
          const { installExtension } = await import('../../core/useCases/install/installExtension.ts');
          const { chartVersion: version, timeout } = options;
          const parameters = {
            ...(await readParameterFile(options.parameters, 'keep')),
            ...(await readParameterFile(options.parametersOnce, 'remove')),
            ...options.set,
          };
          const installed = await installExtension(
            connectToPlatform(edk),
            { extension, version, parameters, timeoutMs: timeout * 1000 },
            step,
          );
          show(`\n${describeRelease(installed)}`);
          return installed;
        },
      );
    });
}

function addParameter(text: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const equals = text.indexOf('=');
  if (equals < 1) throw new InvalidArgumentError('Write it as key=value.');
  return { ...before, [text.slice(0, equals)]: text.slice(equals + 1) };
}
