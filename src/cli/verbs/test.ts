import type { Command } from 'commander';
import { EdkError } from '../../core/errors/edkError.ts';
import type { TestReport } from '../../core/useCases/run/runTests.ts';
import { seconds } from '../parseOptions.ts';
import { runOnProject } from '../runCommand.ts';

interface TestOptions {
  readonly dir: string;
  readonly only?: string;
  readonly timeout?: number;
}

export function addTest(program: Command): void {
  program
    .command('test')
    .description('Run the tests of a processing container in its image.')
    .argument('[container]', 'image name or folder of the container (default: the only one)')
    .option('--dir <folder>', 'folder of the extension', '.')
    .option('--only <expression>', 'run only tests whose names match (the option -k of pytest)')
    .option('--timeout <seconds>', 'how long the tests may take (default: 600)', seconds)
    .addHelpText(
      'after',
      '\nThe tests are files called test_*.py in a folder "tests" beside the Dockerfile. pytest is brought along: the image\n' +
        'does not need it.\n\nExamples:\n  $ edk test\n  $ edk test liver-radiomics --only settings',
    )
    .action(async (container: string | undefined, _options: unknown, command: Command) => {
      await runOnProject<TestOptions>(
        command,
        { lock: 'byItself' },
        async ({ options, edk, step, show, folder, exitWith }) => {
          const { runTests } = await import('../../core/useCases/run/runTests.ts');
          const timeoutMs = options.timeout === undefined ? undefined : options.timeout * 1000;
          const report = await runTests(edk, { folder, container, only: options.only, timeoutMs }, step);
          show(`\n${describeTests(report)}`);
          if (report.tests.some(({ outcome }) => outcome === 'failed' || outcome === 'error')) {
            exitWith(new EdkError('tests.failed', 'Tests failed.').exitCode);
          }
          return report;
        },
      );
    });
}

function describeTests({ container, tests }: TestReport): string {
  if (tests.length === 0) return `${container}: no tests found.`;
  const bad = tests.filter(({ outcome }) => outcome === 'failed' || outcome === 'error');
  const blocks = bad.map(({ name, file, line, message }) => {
    const place = file === undefined ? '' : `\n  ${file}${line === undefined ? '' : `:${line}`}`;
    return `✖ ${name}${place}\n  ${message ?? ''}`;
  });
  const passed = tests.filter(({ outcome }) => outcome === 'passed').length;
  const counts = [`${passed} of ${tests.length} tests passed`, ...(bad.length > 0 ? [`${bad.length} failed`] : [])];
  return [...blocks, `${container}: ${counts.join(', ')}.`].join('\n');
}
