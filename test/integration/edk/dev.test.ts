import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { JobEvent } from '../../../src/core/jobs/jobEvent.ts';
import { rootImage } from '../../support/imageWorkbench.ts';
import { readEvents, until, useEdk, type RunningEdk } from '../../support/runEdk.ts';
import { smallProject } from '../../support/smallProject.ts';
import { useRegistry } from '../../support/useRegistry.ts';
import { writeFiles } from '../../support/writeFiles.ts';

/** What a watch did so far: each round and each wait with how it ended. */
function rounds(run: RunningEdk): string[] {
  const text = run.output();
  const whole = text.slice(0, Math.max(0, text.lastIndexOf('\n')));
  const events: JobEvent[] = whole === '' ? [] : readEvents(whole);
  const titles = new Map<number, string>();
  return events.flatMap((event) => {
    if (event.type === 'step-started' && event.parent === undefined) titles.set(event.step, event.title);
    if (event.type === 'step-started' && event.title === 'Wait for a save') return ['waits'];
    if (event.type !== 'step-finished') return [];
    const title = titles.get(event.step);
    return title?.startsWith('Deploy') === true ? [`${title} ${event.outcome}`] : [];
  });
}

describe('edk dev', () => {
  const workshop = useEdk();
  const registry = useRegistry();

  const start = (): RunningEdk => workshop.edk.start(['dev', '--registry', registry.address, '--json']);
  const reaches = (run: RunningEdk, expected: readonly string[]): Promise<void> =>
    until(
      () => rounds(run).join('\n') === expected.join('\n'),
      () => rounds(run).join('\n'),
      60,
    );
  const end = async (run: RunningEdk): Promise<void> => {
    run.child.kill('SIGINT');
    assert.equal((await run.ended).exitCode, 130);
    workshop.edk.assertClean();
  };

  it('builds what a save changes, and nothing for what .dockerignore keeps out', async () => {
    const { edk } = workshop;
    await writeFiles(edk.project, { ...smallProject, 'docker/.dockerignore': '*.log\n' });
    const run = start();
    const told = ['Deploy done', 'waits'];
    await reaches(run, told);

    await writeFiles(edk.project, { 'docker/x.log': 'not sent', 'docker/hello.txt': `saved ${Date.now()}\n` });
    told.push('Deploy: docker/hello.txt done', 'waits');
    await reaches(run, told);
    // A file that comes, one that goes, a chart.
    await writeFiles(edk.project, { 'docker/new/file.txt': '1' });
    told.push('Deploy: docker/new/file.txt done', 'waits');
    await until(() => rounds(run).length === told.length, run.output, 60);
    rmSync(join(edk.project, 'docker/new/file.txt'));
    await until(() => rounds(run).length === told.length + 2, run.output, 60);
    await writeFiles(edk.project, { 'small-chart/values.yaml': 'global:\n  greeting: bye\n' });
    await until(() => rounds(run).at(-2) === 'Deploy: small-chart/values.yaml done', run.output, 60);
    await end(run);
  });

  it('goes on after a mistake, and says where it is', async () => {
    const { edk } = workshop;
    await writeFiles(edk.project, smallProject);
    const run = start();
    await reaches(run, ['Deploy done', 'waits']);
    await writeFiles(edk.project, { 'docker/Dockerfile': 'FROM scratch\nLABEL IMAGE="t-edk-small"\nCOPPY x /\n' });
    await reaches(run, ['Deploy done', 'waits', 'Deploy: docker/Dockerfile failed', 'waits']);
    assert.match(run.output(), /"type":"warning"[^\n]*Dockerfile:3: Unknown instruction/);
    await writeFiles(edk.project, { 'docker/Dockerfile': smallProject['docker/Dockerfile'] });
    await until(() => rounds(run).at(-2) === 'Deploy: docker/Dockerfile done', run.output, 60);
    await end(run);
    const ended = readEvents(run.output()).flatMap((event) => (event.type === 'round-finished' ? [event] : []));
    assert.deepEqual(
      ended.map(({ outcome }) => outcome),
      ['succeeded', 'failed', 'succeeded'],
    );
    assert.deepEqual(ended[1]?.error?.place, { file: join(edk.project, 'docker/Dockerfile'), line: 3, column: 1 });
  });

  it('cancels the round that runs when a newer save comes, and is refused twice on one project', async () => {
    const { edk } = workshop;
    await writeFiles(edk.project, {
      ...smallProject,
      'docker/Dockerfile': `ARG ROOT_IMAGE\nFROM \${ROOT_IMAGE}\nLABEL IMAGE="t-edk-small"\nRUN sleep 300\n`,
      'edk.yaml': `buildArguments:\n  ROOT_IMAGE: ${rootImage}\n`,
    });
    const run = start();
    await until(() => run.output().includes('RUN sleep 300'), run.output, 60);
    const second = await edk.run(['dev', '--registry', registry.address]);
    assert.equal(second.exitCode, 9, second.stdout);
    assert.match(second.stderr, /"edk dev" \(process \d+\) has been working on/);
    await writeFiles(edk.project, { 'docker/Dockerfile': smallProject['docker/Dockerfile'] });
    await reaches(run, ['Deploy cancelled', 'waits', 'Deploy: docker/Dockerfile done', 'waits']);
    await end(run);
  });
});
