import assert from 'node:assert/strict';
import { parseRunRecord, type RunRecord } from '../../../../src/shared/runs/runRecord.ts';

const record: RunRecord = {
  version: 1,
  id: 'liver-261122093000000000',
  kind: 'container',
  project: { folder: '/home/ada/liver', name: 'liver' },
  data: { kind: 'sample' },
  form: { bin_width: 25, classes: ['shape'] },
  started: '2026-11-22T09:30:00.000Z',
  ended: '2026-11-22T09:30:02.500Z',
  outcome: 'done',
  batch: 'batch',
  tasks: [
    {
      id: 'liver',
      kind: 'container',
      upstream: [],
      state: 'done',
      attempt: 1,
      command: ['python3', 'main.py'],
      environment: { BIN_WIDTH: '25', KAAPANA_CLIENT_SECRET: '***' },
      exitCode: 0,
      series: [{ uid: '1.2.3', state: 'done' }],
      files: [{ path: 'batch/1.2.3/liver/features.csv', kind: 'csv', size: 120, series: '1.2.3' }],
    },
  ],
};

describe('parseRunRecord', () => {
  it('reads what was written', () => {
    assert.deepEqual(parseRunRecord(JSON.stringify(record)), record);
  });

  it('refuses what is no record, and paths that lead out of the run', () => {
    const withPath = (path: string): string => JSON.stringify({ ...record, batch: path });
    for (const json of ['', '{', '[]', '{}', JSON.stringify({ ...record, version: 2 })]) {
      assert.equal(parseRunRecord(json), undefined, json);
    }
    for (const path of ['/etc', '../other', 'batch/../../other', 'batch\\..', '', 'a\0b']) {
      assert.equal(parseRunRecord(withPath(path)), undefined, path);
    }
    assert.notEqual(parseRunRecord(withPath('batch/..hidden')), undefined);
  });
});
