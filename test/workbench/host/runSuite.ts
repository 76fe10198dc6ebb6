import { report } from './report.ts';

const TEST_MS = 20_000;

/** Runs the tests that `load` defines inside the extension host and reports each as soon as it ended. */
export async function runSuite(load: () => Promise<unknown>): Promise<void> {
  try {
    const { default: Mocha } = await import('mocha');
    // The base reporter prints nothing: the runner outside does.
    const mocha = new Mocha({ ui: 'bdd', timeout: TEST_MS, reporter: Mocha.reporters.Base });
    mocha.suite.emit('pre-require', globalThis, '', mocha);
    await load();
    await new Promise<void>((resolve) => {
      const runner = mocha.run(() => resolve());
      let depth = 0;
      runner.on('suite', ({ root, title }) => {
        if (!root) report({ type: 'suite', depth, title });
        depth += root ? 0 : 1;
      });
      runner.on('suite end', ({ root }) => {
        depth -= root ? 0 : 1;
      });
      runner.on('pass', ({ title, duration }) => report({ type: 'passed', depth, title, ms: duration ?? 0 }));
      runner.on('pending', ({ title }) => report({ type: 'skipped', depth, title }));
      runner.on('fail', ({ title }, error: unknown) =>
        report({ type: 'failed', depth, title, reason: describeError(error) }),
      );
    });
  } catch (error) {
    report({ type: 'failed', depth: 0, title: 'the suite', reason: describeError(error) });
  } finally {
    report({ type: 'ended' });
  }
}

function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
