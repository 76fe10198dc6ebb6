import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { EdkError } from '../../errors/edkError.ts';
import { makePrivateFolder } from '../../files/writeFiles.ts';
import { readRegularFileIfThere } from '../../files/readRegularFile.ts';
import { withTemporaryFolder } from '../../files/temporaryFiles.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import { plainRun } from '../../runs/engine/runEngine.ts';
import { readJunit, type TestResult } from '../../runs/junit.ts';
import type { EdkContext } from '../context/edkContext.ts';
import { chooseImage } from './chooseImage.ts';
import { openRunContext, type RunContext } from './runContext.ts';

export interface RunTestsOptions {
  /** Of the project. */
  readonly folder: string;
  readonly container?: string | undefined;
  /** What pytest's -k takes. */
  readonly only?: string | undefined;
  readonly timeoutMs?: number | undefined;
}

export interface TestReport {
  readonly container: string;
  readonly tests: readonly TestResult[];
}

/** Where the container's folder, our tools and the report are in the container. */
const places = { container: '/edk/container', tools: '/edk/tools', report: '/edk/report' };
const usualTimeoutMs = 10 * 60_000;
const largestReport = 64 * 1024 * 1024;
/** pytest's own words for its end: tests failed, and none were found. */
const endedWith = { failed: 1, nothing: 5 };

/**
 * Runs the `tests/` of a processing container in its image, with a pytest that is brought along: the image stays as it
 * is.
 *
 * @returns what each test came to; files are those of the project.
 * @throws EdkError `tests.failed` when pytest itself failed, `usage` without tests; `run.*`; AbortError.
 */
export async function runTests(edk: EdkContext, options: RunTestsOptions, step: JobStep): Promise<TestReport> {
  const runContext = await openRunContext(edk, options.folder, step);
  const image = chooseImage(runContext.project, options.container);
  if (!existsSync(join(image.context, 'tests'))) {
    throw new EdkError('usage', `${image.name} has no tests: the folder is missing: ${join(image.context, 'tests')}.`, {
      remedy: 'Put files called test_*.py into a folder "tests" beside the Dockerfile.',
    });
  }
  const [tools] = await Promise.all([provideTools(runContext, step), runContext.buildImages([image.name], step)]);
  const reference = await runContext.imageOf({ kind: 'container', image: image.name, own: image.name });
  if (reference === undefined) throw new Error(`${image.name} was not built.`);
  return step.run('Tests', (testing) =>
    withTemporaryFolder(async (report) => {
      const run = plainRun({
        name: `edk-test-${image.name}`,
        image: reference,
        command: ['python3', '-c', startPytest, ...pytestArguments(options)],
        signal: testing.signal,
        onLine: (line) => testing.log(line),
      });
      const end = await runContext.engine.run({
        ...run,
        timeoutMs: options.timeoutMs ?? usualTimeoutMs,
        environment: { PYTHONDONTWRITEBYTECODE: '1' },
        mounts: [
          { folder: image.context, target: places.container, mode: 'ro' },
          { folder: tools, target: places.tools, mode: 'ro' },
          { folder: report, target: places.report, mode: 'rw' },
        ],
      });
      if (end.exitCode === endedWith.nothing) return { container: image.name, tests: [] };
      const xml = await readRegularFileIfThere(join(report, 'junit.xml'), { limit: largestReport });
      await runContext.foreign.handOver(report);
      const tests = xml === undefined ? undefined : readJunit(xml.toString('utf8'));
      if (tests === undefined || end.exitCode > endedWith.failed) {
        const why = end.stopped === 'timeout' ? 'They did not finish in time.' : `pytest ended with ${end.exitCode}.`;
        throw new EdkError('tests.failed', `The tests of ${image.name} could not be run. ${why}`, {
          detail: end.lastLines,
        });
      }
      const placed = tests.map((test) => ({ ...test, file: fileOf(test.file, image.context) }));
      testing.result(countOf(placed));
      return { container: image.name, tests: placed };
    }),
  );
}

/** Behind what the image has: its own packages win. */
const startPytest = `import sys; sys.path.append("${places.tools}"); import pytest; sys.exit(pytest.main(sys.argv[1:]))`;

function pytestArguments({ only }: RunTestsOptions): string[] {
  return [
    `${places.container}/tests`,
    `--rootdir=${places.container}`,
    // Nothing is written into the project.
    '-p',
    'no:cacheprovider',
    `--junitxml=${places.report}/junit.xml`,
    '-o',
    'junit_family=xunit1',
    '--tb=short',
    ...(only === undefined ? [] : ['-k', only]),
  ];
}

/** The file of the project that a path in the container means; others stay as they are. */
function fileOf(path: string | undefined, context: string): string | undefined {
  if (path === undefined) return undefined;
  if (path.startsWith(`${places.container}/`)) return join(context, relative(places.container, path));
  return path.startsWith('/') ? path : join(context, path);
}

function countOf(tests: readonly TestResult[]): string {
  const count = (outcome: TestResult['outcome']): number => tests.filter((test) => test.outcome === outcome).length;
  const failed = count('failed') + count('error');
  const skipped = count('skipped');
  return [
    `${count('passed')} passed`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ].join(', ');
}

/** pytest and its parts, taken out of the stand-ins image once. */
async function provideTools({ edk, engine, runImage }: RunContext, step: JobStep): Promise<string> {
  const image = await runImage('stand-ins');
  const parent = await makePrivateFolder(edk.settings.folders.cache, 'run-tools');
  const folder = join(parent, image.replaceAll(/[^\w.-]/g, '-'));
  if (existsSync(folder)) return folder;
  return step.run('Tools for tests', async (copying) => {
    const unfinished = await makePrivateFolder(parent, `${basename(folder)}.${process.pid}`);
    try {
      const command = ['cp', '-r', '/opt/edk-tools/.', '/edk/output'];
      const run = plainRun({ name: 'edk-tools', image, command, signal: copying.signal });
      const end = await engine.run({ ...run, mounts: [{ folder: unfinished, target: '/edk/output', mode: 'rw' }] });
      if (end.exitCode !== 0)
        throw new EdkError('tests.failed', 'pytest could not be prepared.', { detail: end.lastLines });
      await rename(unfinished, folder).catch((error: unknown) => {
        // Another edk was quicker.
        if (!existsSync(folder)) throw error;
      });
      return folder;
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
  });
}
