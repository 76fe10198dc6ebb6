import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DoctorCheck } from '../../../../src/core/doctor/doctorContext.ts';
import { freeDiskSpace } from '../../../../src/core/useCases/context/doctorContext.ts';
import { runDoctor } from '../../../../src/core/doctor/runDoctor.ts';
import { contextOf } from './healthyContext.ts';

const never = () => new Promise<never>(() => undefined);
const hanging: DoctorCheck = { id: 'hanging', title: 'The sleeper', run: never };
const quick: DoctorCheck = { id: 'quick', title: 'Quick', run: () => Promise.resolve({ status: 'ok', what: 'fine' }) };
const defect: DoctorCheck = { id: 'defect', title: 'Defect', run: () => Promise.reject(new Error('boom')) };

describe('runDoctor', () => {
  it('ends although a check hangs and another fails, and tells of each as it comes', async () => {
    const told: string[] = [];
    const results = await runDoctor(contextOf({}), {
      checks: [hanging, quick, defect],
      deadlineMs: 30,
      onResult: ({ id }) => void told.push(id),
    });
    assert.deepEqual(
      results.map(({ id, status, what }) => [id, status, what]),
      [
        ['hanging', 'problem', 'The sleeper did not answer within 0.03 s.'],
        ['quick', 'ok', 'fine'],
        ['defect', 'problem', 'boom'],
      ],
    );
    assert.equal(told.at(-1), 'hanging');
    assert.ok(results.every(({ status, remedy }) => status === 'ok' || remedy !== undefined));
  });

  it('hands the end of its patience to what it waits for', async () => {
    let seen: AbortSignal | undefined;
    const listening: DoctorCheck = {
      ...hanging,
      run: ({ signal }) => {
        seen = signal;
        return never();
      },
    };
    await runDoctor(contextOf({}), { checks: [listening], deadlineMs: 10 });
    assert.equal(seen?.aborted, true);
  });

  it('is cancelled', async () => {
    const cancel = new AbortController();
    const running = runDoctor(contextOf({ signal: cancel.signal }), { checks: [hanging] });
    cancel.abort();
    await assert.rejects(running, { name: 'AbortError' });
  });
});

describe('freeDiskSpace', () => {
  it('looks at the nearest folder that exists', async () => {
    const { freeBytes, totalBytes } = await freeDiskSpace(join(tmpdir(), 'edk-not-there/deeper'));
    assert.ok(freeBytes > 0 && freeBytes <= totalBytes);
  });
});
