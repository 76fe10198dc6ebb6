import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { rootImage } from '../../support/imageWorkbench.ts';
import { pushedText } from '../../support/pushedText.ts';
import { readEvents, until, useEdk, type EdkRun } from '../../support/runEdk.ts';
import { smallProject } from '../../support/smallProject.ts';
import { useRegistry } from '../../support/useRegistry.ts';
import { writeFiles } from '../../support/writeFiles.ts';

/** EDK_SIGNAL_RUNS=200 is what is asked for before a release; it takes half an hour. */
const runs = Number(process.env['EDK_SIGNAL_RUNS'] ?? 6);
const signals = ['SIGINT', 'SIGTERM', 'SIGKILL'] as const;

describe('a signal at any moment of a build', () => {
  const workshop = useEdk();
  const registry = useRegistry();

  /** A base, an image that starts from it with a step that runs, and a chart: every phase of a build is in it. */
  const write = (content: string): Promise<void> =>
    writeFiles(workshop.edk.project, {
      ...smallProject,
      'base/Dockerfile':
        'ARG ROOT_IMAGE\nFROM ${ROOT_IMAGE}\nLABEL REGISTRY="local-only" IMAGE="t-edk-signal-base"\nCOPY base.txt /\n',
      'base/base.txt': content,
      'docker/Dockerfile':
        'FROM local-only/t-edk-signal-base:latest\nLABEL IMAGE="t-edk-signal"\nRUN sleep 0.2\nCOPY hello.txt /\n',
      'docker/hello.txt': content,
      'edk.yaml': `buildArguments:\n  ROOT_IMAGE: ${rootImage}\n`,
    });
  const assertWhole = async (content: string): Promise<void> => {
    for (const [name, tag] of [
      ['t-edk-signal-base', 'latest'],
      ['t-edk-signal', '0.6.0'],
    ] as const) {
      const text = await pushedText(registry.address, name, tag);
      assert.ok(text.includes(content), `${name} is not that of "${content}".`);
    }
  };
  /** What the journals say of each job; undefined where nobody said how it ended. */
  const outcomes = (): (string | undefined)[] =>
    readdirSync(workshop.edk.at('state/jobs')).map((id) => {
      const text = readFileSync(workshop.edk.at(`state/jobs/${id}/job.json`), 'utf8');
      return (JSON.parse(text) as { readonly outcome?: string }).outcome;
    });

  it(`${runs} times: never a false success, nothing left locked, and the next run works`, async function () {
    this.timeout(60_000 + runs * 30_000);
    const { edk } = workshop;
    const args = ['build', 'extension', '--no-import', '--json', '--registry', registry.address];
    const said = ({ stdout }: EdkRun): boolean => stdout.includes('"outcome":"succeeded"');

    await write('first');
    await edk.succeeds(args);
    let longest = 0;
    let succeeded = 1;
    for (let run = 0; run < runs; run += 1) {
      const signal = signals[run % signals.length] ?? 'SIGKILL';
      const content = `content ${run} of ${process.hrtime.bigint()}\n`;
      await write(content);
      const delay = Math.random() * (longest === 0 ? 1000 : longest);
      const what = `${signal} after ${delay.toFixed(0)} ms`;
      const started = edk.start(args);
      await sleep(delay);
      started.child.kill(signal);
      const hit = await started.ended;
      if (hit.exitCode === 0 || said(hit)) {
        await assertWhole(content);
        succeeded += 1;
      } else {
        assert.ok(hit.exitCode === 130 || started.child.signalCode === signal, `${what}: ${hit.exitCode}`);
      }
      // What a killed run started ends by itself.
      await until(
        () => edk.processes().length === 0,
        () => `${what}: ${edk.processes().join('\n')}`,
      );
      if (signal !== 'SIGKILL') edk.assertClean();

      const begun = performance.now();
      const next = await edk.run(args);
      longest = Math.max(longest, performance.now() - begun);
      assert.equal(next.exitCode, 0, `${what}, the next run: ${next.stdout}${next.stderr}`);
      const end = readEvents(next.stdout).at(-1);
      assert.ok(end?.type === 'job-finished' && end.outcome === 'succeeded', what);
      await assertWhole(content);
      succeeded += 1;
      edk.assertClean();
      assert.equal(outcomes().filter((outcome) => outcome === 'succeeded').length, succeeded, what);
    }
  });
});
