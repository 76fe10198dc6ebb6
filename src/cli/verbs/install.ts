import { rm } from 'node:fs/promises';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { z } from 'zod';
import { describeRelease } from '../output/describeResults.ts';
import { seconds } from '../parseOptions.ts';
import { runCommand } from '../runCommand.ts';
import type { ParameterValue } from '../../shared/parameters/parameter.ts';
import { EdkError } from '../../core/errors/edkError.ts';
import { readStrictYamlFile } from '../../core/yaml/yamlFile.ts';

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

const parametersSchema = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number()]).transform(String))]),
);

/** @throws EdkError `usage` for a missing file, `yaml.invalid`, `parameter.invalid`. */
async function readParameterFile(
  file: string | undefined,
  afterwards: 'keep' | 'remove',
): Promise<Readonly<Record<string, ParameterValue>>> {
  if (file === undefined) return {};
  const yaml = await readStrictYamlFile(file);
  if (afterwards === 'remove') await rm(file, { force: true });
  if (yaml === undefined) throw new EdkError('usage', `${file} does not exist.`);
  const parameters = parametersSchema.safeParse(yaml.value ?? {});
  if (parameters.success) return parameters.data;
  const path = parameters.error.issues[0]?.path.filter((part) => typeof part !== 'symbol') ?? [];
  throw new EdkError(
    'parameter.invalid',
    `${file}: ${path.join('.')} must be a string, a number, a boolean or a list.`,
    {
      place: yaml.placeOf(path),
      remedy: 'Write one "key: value" per parameter.',
    },
  );
}
