import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JobEvent } from '../../../src/core/jobs/jobEvent.ts';
import { followJournal } from '../../../src/core/jobs/runningJob.ts';
import { journalFile } from '../../../src/core/jobs/journal.ts';
import { listJobs } from '../../../src/core/jobs/jobHistory.ts';
import { jobEnding } from '../../../src/extension/jobs/jobEnding.ts';
import { jobLogText } from '../../../src/extension/jobs/jobLog.ts';
import { edkBundle } from '../../support/edkBundle.ts';
import { rootImage } from '../../support/imageWorkbench.ts';
import { until } from '../../support/runEdk.ts';
import { useRegistry } from '../../support/useRegistry.ts';
import { useTemporaryFolder } from '../../support/temporaryFolder.ts';
import { writeFiles } from '../../support/writeFiles.ts';

const BUILDS = 20;
const LINES = 12;
const starter = join(import.meta.dirname, '..', '..', 'support', 'startJobAndWait.ts');

describe('a build whose extension host is killed', () => {
  const temporary = useTemporaryFolder();
  const registry = useRegistry();

  it(`goes on, is found again, and has its whole log and the right result: ${BUILDS} of ${BUILDS}`, async () => {
    const ends: string[] = [];
    for (let build = 1; build <= BUILDS; build++) ends.push(await outlive(build));
    assert.deepEqual(
      ends,
      Array.from({ length: BUILDS }, (_, index) => (isDoomed(index + 1) ? 'failed: build.failed' : 'succeeded')),
    );
  });

  /** Every fifth one fails, and has to be told as failed. */
  function isDoomed(build: number): boolean {
    return build % 5 === 0;
  }

  /** Builds a new image, kills who started it in the middle, and says how the job ended. */
  async function outlive(build: number): Promise<string> {
    const project = join(temporary.path, `project-${build}`);
    const stateFolder = join(temporary.path, 'state');
    const last = isDoomed(build) ? 'exit 3' : 'true';
    const talk = `i=0; while [ $i -lt ${LINES} ]; do i=$((i+1)); echo "build ${build} line $i."; sleep 0.1; done; ${last}`;
    await writeFiles(project, {
      Dockerfile: `ARG ROOT_IMAGE\nFROM \${ROOT_IMAGE}\nLABEL IMAGE="outliving-${build}"\nRUN ${talk} # ${registry.address}\n`,
    });
    const call = {
      edk: join(await edkBundle()),
      verb: 'build image',
      arguments: ['--dir', project],
      stateFolder,
      folder: project,
      flags: { registry: registry.address },
    };
    await writeFiles(project, { 'edk.yaml': `buildArguments:\n  ROOT_IMAGE: ${rootImage}\n` });
    const host = spawn(process.execPath, ['--import', 'tsx', starter, JSON.stringify(call)], {
      env: { ...process.env, EDK_STATE: stateFolder, EDK_CACHE: join(temporary.path, 'cache') },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    host.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await until(
      () => said.endsWith('\n'),
      () => 'The host did not start the job.',
    );
    const folder = said.trim();
    let journal = '';
    while (!journal.includes(`build ${build} line 3.`) && !journal.includes('job-finished')) {
      await sleep(20);
      journal = await readFile(journalFile(folder), 'utf8').catch(() => '');
    }
    assert.doesNotMatch(journal, /job-finished/, 'The build ended before its host was killed.');
    host.kill('SIGKILL');
    await once(host, 'exit');

    const found = (await listJobs(stateFolder)).find((job) => job.folder === folder);
    assert.equal(found?.state, 'running');
    const events: JobEvent[] = [];
    const end = await followJournal(folder, {
      signal: AbortSignal.timeout(60_000),
      onEvent: (event) => events.push(event),
    });
    // What comes after is the error, which quotes the last lines once more.
    const [log = ''] = jobLogText(events).split(/^✖/m);
    for (let line = 1; line <= LINES; line++) {
      assert.equal(log.split(`│ build ${build} line ${line}.\n`).length, 2, `line ${line} of build ${build}:\n${log}`);
    }
    const started = events.filter(({ type }) => type === 'step-started').length;
    const finished = events.filter(({ type }) => type === 'step-finished').length;
    assert.equal(finished, started, 'A step has no end in the log.');
    const { outcome, error } = await jobEnding(end, join(folder, 'output.log'));
    return error === undefined ? outcome : `${outcome}: ${error.code}`;
  }
});
