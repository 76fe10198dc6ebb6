import assert from 'node:assert/strict';
import { stripVTControlCharacters } from 'node:util';
import {
  describeComparison,
  describeNumbers,
  describeRuns,
  describeTasks,
} from '../../../../../src/cli/output/describeRun.ts';
import { findRun } from '../../../../../src/core/runs/runFolder.ts';
import type { EdkContext } from '../../../../../src/core/useCases/context/edkContext.ts';
import { compareRuns, readNumbers } from '../../../../../src/core/useCases/run/runNumbers.ts';
import { rejection } from '../../../../support/rejection.ts';
import { doneRecord, doneTask, keepRun } from '../../../../support/runs/keptRun.ts';
import { useTemporaryFolder } from '../../../../support/temporaryFolder.ts';

const early = { ...doneRecord, id: 'lungs-1' };
const late = { ...doneRecord, id: 'lungs-2', started: '2026-12-01T11:00:00.000Z' };

describe('the numbers of runs', () => {
  const folder = useTemporaryFolder();
  const edk = (): EdkContext => ({ settings: { folders: { state: folder.path } } }) as EdkContext;

  it('are the tables and values of the last task, those of the whole batch first', async () => {
    await keepRun(folder.path, early, {
      'batch/1.2/lungs/features.csv': 'series;mean\n1.2;3\n',
      'lungs/features.csv': 'series,mean\n1.2,3\n4.5,6\n',
      'lungs/report.json': '{"series": [{"volume": 12}], "note": null}',
      'lungs/broken.json': '{',
    });
    const numbers = await readNumbers(await findRun(folder.path, 'lungs-1'));
    const said = stripVTControlCharacters(describeNumbers('lungs-1', numbers));
    assert.match(said, /^lungs\/features\.csv\nseries +mean\n1\.2 +3\n4\.5 +6$/m);
    assert.equal(numbers.filter(({ kind }) => kind === 'values').length, 1);
    assert.match(said, /batch\/1\.2\/lungs\/features\.csv/);
  });

  it('are shown in part where there are many', async () => {
    const rows = Array.from({ length: 9 }, (_, index) => `${index},1,2,3,4,5,6,7`).join('\n');
    await keepRun(folder.path, early, { 'lungs/a.csv': `a,b,c,d,e,f,g,h\n${rows}\n` });
    const said = stripVTControlCharacters(
      describeNumbers('lungs-1', await readNumbers(await findRun(folder.path, 'lungs-1'))),
    );
    assert.match(said, /4 more rows, 2 more columns/);
    const values = JSON.stringify(Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`key${n}`, n])));
    await keepRun(folder.path, late, { 'lungs/a.json': values });
    assert.match(describeNumbers('lungs-2', await readNumbers(await findRun(folder.path, 'last'))), /8 more values/);
  });

  it('are compared with those of another run, or of the one before', async () => {
    await keepRun(folder.path, early, { 'lungs/a.csv': 'series,mean,max\n1.2,10,5\n', 'lungs/gone.csv': 'a\n1\n' });
    await keepRun(folder.path, { ...early, id: 'liver-1', project: { folder: '/liver', name: 'liver' } }, {});
    await keepRun(folder.path, late, { 'lungs/a.csv': 'series,mean,max\n1.2,12.5,5\n', 'lungs/new.json': '{"a": 1}' });
    const comparison = await compareRuns(edk(), { after: 'last' });
    assert.deepEqual([comparison.before.id, comparison.after.id], ['lungs-1', 'lungs-2']);
    const said = stripVTControlCharacters(describeComparison(comparison));
    assert.match(said, /mean +10 +12\.5 +\+25\.0 %/);
    assert.match(said, /gone\.csv: only in lungs-1/);
    assert.match(said, /new\.json: only in lungs-2/);
    assert.doesNotMatch(said, /max/);
    const same = await compareRuns(edk(), { before: 'lungs-1', after: 'lungs-1' });
    assert.match(describeComparison(same), /wrote the same files/);
    await rejection(compareRuns(edk(), { after: 'lungs-1' }), 'run.notFound');
  });

  it('stand below what the runs and their tasks came to', () => {
    const failed = { ...doneTask, id: 'liver', state: 'failed', reason: 'It ended with 3.' } as const;
    assert.match(describeRuns([doneRecord, { ...late, outcome: undefined }]), /lungs-1 +lungs +done[^]*not finished/);
    assert.match(describeRuns([]), /There are no runs/);
    const shown = describeTasks({ ...doneRecord, tasks: [failed, { ...doneTask, reusedFrom: 'lungs-0' }] });
    const tasks = stripVTControlCharacters(shown);
    assert.match(tasks, /liver +failed +2(\.0)? s +0 +It ended with 3\.\nlungs +done.*unchanged since lungs-0/);
  });
});
