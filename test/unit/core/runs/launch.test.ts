import assert from 'node:assert/strict';
import { ancestorsOf, isRepeatable, planLaunch, readsForm } from '../../../../src/core/runs/launch.ts';
import { readOutcome } from '../../../../src/core/runs/outcome.ts';
import { chooseSeries } from '../../../../src/core/useCases/run/inputData.ts';
import { maskSecrets } from '../../../../src/core/useCases/run/runTask.ts';
import { dagTask } from '../../../support/runs/dagTask.ts';

const standIns = {
  operators: {
    DcmConverterOperator: { kind: 'standIn', reads: 'series', writes: 'series' },
    MinioOperator: { kind: 'standIn', reads: 'any', writes: 'minio' },
    NotifyOperator: { kind: 'recorded', reads: 'any', writes: 'record' },
    Bin2DcmOperator: { kind: 'none', reason: 'It needs a program.' },
  },
} as const;
const surroundings = { standIns, ownImages: new Set(['count', 'other']), stubs: new Map([['model', '/model']]) };
const builtIn = (operator: string) => planLaunch(dagTask('a', { kind: 'builtIn', operator }), surroundings);

describe('planLaunch', () => {
  it('tells images of the project from others, in whatever registry', () => {
    for (const [image, own] of [
      ['localhost:32000/count:0.6.0', 'count'],
      ['registry.example.org/kaapana/count:1', 'count'],
      ['local/count', 'count'],
      ['localhost:32000/recount:0.6.0', undefined],
      ['not an image', undefined],
    ] as const) {
      assert.deepEqual(planLaunch(dagTask('a', { image }), surroundings), { kind: 'container', image, own }, image);
    }
  });

  it('knows which operators of the platform have a stand-in, and why others have none', () => {
    assert.equal(builtIn('DcmConverterOperator').kind, 'standIn');
    assert.deepEqual(builtIn('Bin2DcmOperator'), { kind: 'none', reason: 'It needs a program.' });
    assert.equal(builtIn('toString').kind, 'none');
    assert.equal(planLaunch(dagTask('app', { launchApplicationChart: 'mitk' }), surroundings).kind, 'none');
    assert.deepEqual(planLaunch(dagTask('model', { image: 'x' }), surroundings), { kind: 'stub', folder: '/model' });
  });

  it('repeats only what gives the same again and does nothing else', () => {
    assert.ok(isRepeatable(builtIn('DcmConverterOperator')));
    for (const operator of ['MinioOperator', 'NotifyOperator']) assert.ok(!isRepeatable(builtIn(operator)), operator);
    assert.ok(!isRepeatable({ kind: 'python' }));
    assert.ok(!readsForm({ operator: 'DcmConverterOperator' }, builtIn('DcmConverterOperator')));
    assert.ok(readsForm({ operator: 'MinioOperator' }, builtIn('MinioOperator')));
  });
});

describe('ancestorsOf', () => {
  it('has every task once, after those that it needs, and ends for a circle', () => {
    const tasks = [
      dagTask('d', { upstream: ['b', 'c'] }),
      dagTask('b', { upstream: ['a'] }),
      dagTask('c', { upstream: ['a'] }),
      dagTask('a', { upstream: ['gone'] }),
      dagTask('x', { upstream: ['y'] }),
      dagTask('y', { upstream: ['x'] }),
    ];
    assert.deepEqual(
      ancestorsOf(tasks, 'd').map(({ id }) => id),
      ['a', 'b', 'c'],
    );
    assert.deepEqual(
      ancestorsOf(tasks, 'x').map(({ id }) => id),
      ['y'],
    );
    assert.deepEqual(ancestorsOf(tasks, 'nothing'), []);
  });
});

describe('chooseSeries', () => {
  const series = ['CT', 'MR', 'SEG', 'RTSTRUCT', 'OT'].map((modality) => ({ uid: modality, modality }));
  const chosen = (input: unknown, operator = 'GetInputOperator'): string[] =>
    chooseSeries(series, { input, tasks: [{ operator }] }).map(({ uid }) => uid);

  it('takes what the form names, else masks for a workflow on masks, else images', () => {
    assert.deepEqual(chosen('ct, OT'), ['CT', 'OT']);
    assert.deepEqual(chosen(['SEG']), ['SEG']);
    assert.deepEqual(chosen(undefined), ['CT', 'MR']);
    assert.deepEqual(chosen(undefined, 'GetRefSeriesOperator'), ['SEG']);
    assert.throws(() => chosen('PT'), /The data has CT, MR, SEG, RTSTRUCT, OT, but the workflow takes PT/);
    assert.throws(() => chooseSeries([], { input: undefined, tasks: [] }), /no DICOM series/);
  });
});

describe('readOutcome', () => {
  it('says what the platform makes of an end, and why', () => {
    const facts = {
      exitCode: 0,
      stopped: undefined,
      outOfMemory: false,
      lastLines: '',
      timeoutMs: 5000,
      memoryLimit: 5e8,
    };
    const outcome = (changes: object): string => {
      const { outcome: word, reason = '' } = readOutcome({ ...facts, ...changes });
      return `${word} ${reason}`.trim();
    };
    assert.equal(outcome({}), 'done');
    // The kernel may have ended a process of its that it can do without.
    assert.equal(outcome({ outOfMemory: true }), 'done');
    assert.match(outcome({ exitCode: 137, outOfMemory: true }), /^outOfMemory .*500 MB.*ram_mem_mb_lmt/);
    assert.match(outcome({ exitCode: 126 }), /^skipped .*126: nothing to do\.$/);
    assert.match(outcome({ exitCode: 126, lastLines: 'sh: x.sh: Permission denied' }), /may not be executed/);
    assert.match(outcome({ exitCode: 137, stopped: 'timeout' }), /^timedOut .*5\.0 s/);
    assert.match(outcome({ exitCode: 137 }), /^failed .*killed/);
  });
});

describe('maskSecrets', () => {
  it('keeps names and hides values', () => {
    const environment = { KAAPANA_CLIENT_SECRET: 'x', API_KEY: 'y', EMPTY_PASSWORD: '', BIN_WIDTH: '25' };
    const masked = { KAAPANA_CLIENT_SECRET: '***', API_KEY: '***', EMPTY_PASSWORD: '', BIN_WIDTH: '25' };
    assert.deepEqual(maskSecrets(environment), masked);
  });
});
