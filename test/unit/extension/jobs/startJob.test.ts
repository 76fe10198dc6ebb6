import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { followJournal } from '../../../../src/core/jobs/runningJob.ts';
import { jobEnding } from '../../../../src/extension/jobs/jobEnding.ts';
import { startJob } from '../../../../src/extension/jobs/startJob.ts';
import { useTemporaryFolder } from '../../../support/temporaryFolder.ts';

describe('startJob', () => {
  const temporary = useTemporaryFolder();

  /** Starts a script in edk's place and follows it to its end. */
  async function run(script: string) {
    const edk = join(temporary.path, 'edk.mjs');
    writeFileSync(edk, script);
    const started = await startJob({
      edk,
      verb: 'build image',
      arguments: ['--dir', '/work/with blank'],
      stateFolder: join(temporary.path, 'state'),
      folder: temporary.path,
      flags: { platformUrl: 'http://127.0.0.1:1/kube-helm-api', registry: undefined, buildVersion: '0.6.0' },
      environment: { PATH: process.env['PATH'], MARK: 'here' },
    });
    const end = await followJournal(started.folder, {
      signal: AbortSignal.timeout(8000),
      pollMs: 10,
      process: started.process,
      onEvent: () => undefined,
    });
    return { started, end, ending: await jobEnding(end, started.outputFile) };
  }

  const finish = (value: string) =>
    `JSON.stringify({ time: 't', type: 'job-finished', outcome: 'succeeded', durationMs: 1, value: ${value} })`;

  it('starts edk with verb, arguments, journal and settings, in its folder and environment', async () => {
    const { started, ending } = await run(`
      import { writeFileSync } from 'node:fs';
      import { join } from 'node:path';
      const id = process.argv[process.argv.indexOf('--job-id') + 1];
      const value = { arguments: process.argv.slice(2), cwd: process.cwd(), mark: process.env.MARK };
      writeFileSync(join('state', 'jobs', id, 'events.ndjson'), ${finish('value')} + '\\n');
    `);
    assert.equal(ending.outcome, 'succeeded');
    const value = z.object({ arguments: z.array(z.string()), cwd: z.string(), mark: z.string() }).parse(ending.value);
    assert.deepEqual(value, {
      arguments: [
        ...['build', 'image', '--dir', '/work/with blank', '--json', '--job-id', started.id],
        ...['--platform-url', 'http://127.0.0.1:1/kube-helm-api', '--build-version', '0.6.0'],
      ],
      cwd: temporary.path,
      mark: 'here',
    });
  });

  it('knows why it ended before it had a journal from what it printed', async () => {
    const { ending, started } = await run(`
      console.log(JSON.stringify({ time: 't', type: 'job-finished', outcome: 'failed', durationMs: 0,
        error: { code: 'settings.invalid', message: 'edk.yaml: nonsense.', remedy: 'Correct it.' } }));
    `);
    assert.equal(existsSync(join(started.folder, 'events.ndjson')), false);
    assert.equal(ending.outcome, 'failed');
    assert.equal(ending.error?.code, 'settings.invalid');
  });

  it('calls a crash interrupted, with its last words', async () => {
    const { ending } = await run(`throw new Error('out of luck')`);
    assert.equal(ending.outcome, 'interrupted');
    assert.match(ending.error?.detail ?? '', /out of luck/);
  });
});
