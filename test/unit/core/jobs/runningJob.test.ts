import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import pLimit from 'p-limit';
import { followJournal } from '../../../../src/core/jobs/runningJob.ts';
import type { JobEvent } from '../../../../src/core/jobs/jobEvent.ts';
import { processIdentity, type ProcessIdentity } from '../../../../src/core/process/process.ts';
import { useTemporaryFolder } from '../../../support/temporaryFolder.ts';

const time = '2026-11-22T09:30:00.000Z';
const story: readonly JobEvent[] = [
  { time, type: 'job-started', job: 'a', verb: 'deploy', project: '/work/lebär' },
  { time, type: 'step-started', step: 1, title: 'Images – größer' },
  { time, type: 'step-progress', step: 1, message: 'pushing', done: 3, total: 9, unit: 'bytes' },
  { time, type: 'log', step: 1, line: 'é\u00a0 "quoted" \\n 🫁' },
  { time, type: 'step-finished', step: 1, outcome: 'done', durationMs: 5, note: 'one' },
  { time, type: 'job-finished', outcome: 'succeeded', durationMs: 7, value: { images: [1] } },
];
const lines = story.map((event) => `${JSON.stringify(event)}\n`);
const journal = Buffer.from(lines.join(''));
/** Where the lines end, in bytes. */
const ends = lines.map((_, index) => Buffer.byteLength(lines.slice(0, index + 1).join('')));

/** A process that has ended. */
const gone: ProcessIdentity = { pid: process.pid, started: 'another start' };

describe('followJournal', () => {
  const temporary = useTemporaryFolder();
  let count = 0;

  function jobFolder({ content, holder }: { content: Uint8Array; holder: ProcessIdentity }): string {
    count += 1;
    const folder = join(temporary.path, String(count));
    mkdirSync(folder);
    writeFileSync(
      join(folder, 'job.json'),
      JSON.stringify({ id: 'a', verb: 'deploy', process: holder, started: time }),
    );
    writeFileSync(join(folder, 'events.ndjson'), content);
    return folder;
  }

  async function follow(folder: string, signal = AbortSignal.timeout(5000)) {
    const events: JobEvent[] = [];
    const end = await followJournal(folder, { signal, pollMs: 5, onEvent: (event) => events.push(event) });
    return { events, end };
  }

  it('tells every whole event of a journal cut at any byte, and whether it was finished', async () => {
    const limit = pLimit(20);
    const cut = async (bytes: number): Promise<void> => {
      const folder = jobFolder({ content: journal.subarray(0, bytes), holder: gone });
      const { events, end } = await follow(folder);
      const whole = ends.filter((position) => position <= bytes).length;
      assert.deepEqual(events, story.slice(0, whole), `cut at ${bytes}`);
      assert.equal(end.kind, whole === story.length ? 'finished' : 'interrupted', `cut at ${bytes}`);
    };
    await Promise.all(Array.from({ length: journal.length + 1 }, (_, bytes) => limit(() => cut(bytes))));
  });

  it('passes over what is no event, wherever it stands', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: story.length - 1 }),
        fc.oneof(fc.string(), fc.json(), fc.constantFrom('null', '{"type":"log"}', '{"type":"new-kind","time":"t"}')),
        async (position, noise) => {
          const noisy = [...lines.slice(0, position), `${noise.replaceAll('\n', ' ')}\n`, ...lines.slice(position)];
          const { events } = await follow(jobFolder({ content: Buffer.from(noisy.join('')), holder: gone }));
          assert.deepEqual(events, story);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('follows a journal that is written in pieces, cut inside of characters', async () => {
    const folder = jobFolder({ content: Buffer.alloc(0), holder: await processIdentity(process.pid) });
    const following = follow(folder);
    for (let start = 0; start < journal.length; start += 37) {
      appendFileSync(join(folder, 'events.ndjson'), journal.subarray(start, start + 37));
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    const { events, end } = await following;
    assert.deepEqual(events, story);
    assert.equal(end.kind, 'finished');
  });

  it('waits for a process that was started and has written nothing yet', async () => {
    const folder = join(temporary.path, 'fresh');
    mkdirSync(folder);
    const events: JobEvent[] = [];
    const following = followJournal(folder, {
      signal: AbortSignal.timeout(5000),
      pollMs: 5,
      process: await processIdentity(process.pid),
      onEvent: (event) => events.push(event),
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    writeFileSync(join(folder, 'events.ndjson'), journal);
    assert.equal((await following).kind, 'finished');
    assert.equal(events.length, story.length);
  });

  it('notices that the process was killed', async () => {
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { stdio: 'ignore' });
    await once(child, 'spawn');
    const folder = jobFolder({
      content: journal.subarray(0, ends[2]),
      holder: await processIdentity(child.pid ?? 0),
    });
    const following = follow(folder);
    await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGKILL');
    const { events, end } = await following;
    assert.equal(end.kind, 'interrupted');
    assert.deepEqual(events, story.slice(0, 3));
  });

  it('stops following without ending the job', async () => {
    const folder = jobFolder({ content: journal.subarray(0, ends[1]), holder: await processIdentity(process.pid) });
    await assert.rejects(follow(folder, AbortSignal.timeout(30)), { name: 'TimeoutError' });
  });
});
