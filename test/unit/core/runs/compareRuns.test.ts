import assert from 'node:assert/strict';
import { compareValues } from '../../../../src/core/runs/compareRuns.ts';
import { readCsv, readJsonValues, tableValues } from '../../../../src/core/runs/readTables.ts';

const valuesOf = (csv: string) => {
  const table = readCsv(csv);
  assert.ok(table);
  return tableValues(table);
};

describe('comparing what two runs wrote', () => {
  it('finds changed, new and missing values of tables, by row and column', () => {
    const before = valuesOf('series,volume,mean\n1.2.3,10,5\n1.2.4,20,6\n');
    const after = valuesOf('series,volume,mean\n1.2.3,11,5\n1.2.5,20,6\n');
    const changed = compareValues(before, after).map((one) => [one.path, one.before, one.after]);
    assert.deepEqual(changed, [
      ['1.2.3 · volume', 10, 11],
      ['1.2.5 · series', undefined, '1.2.5'],
      ['1.2.5 · volume', undefined, 20],
      ['1.2.5 · mean', undefined, 6],
      ['1.2.4 · series', '1.2.4', undefined],
      ['1.2.4 · volume', 20, undefined],
      ['1.2.4 · mean', 6, undefined],
    ]);
  });

  it('numbers rows whose first column does not tell them apart', () => {
    assert.deepEqual(
      valuesOf('a;b\n1;x\n1;y\n').map(({ path }) => path),
      ['row 1 · a', 'row 1 · b', 'row 2 · a', 'row 2 · b'],
    );
  });

  it('reads tables as programs write them, and refuses what is none', () => {
    const table = readCsv('\uFEFFa\tb\r\n"x ""y""\nz"\t1\r\n\r\n2\r\n');
    assert.deepEqual(table, { header: ['a', 'b'], rows: [['x "y"\nz', '1'], ['2']] });
    assert.equal(readCsv(''), undefined);
    assert.equal(readCsv('a,"b'), undefined);
  });

  it('finds changed values of JSON by their paths, whatever their order', () => {
    const before = readJsonValues('{"a": {"b": [1, 2]}, "c": "x", "d": null}') ?? [];
    const after = readJsonValues('{"c": "x", "a": {"b": [1, 3]}, "d": true}') ?? [];
    assert.deepEqual(compareValues(before, after), [
      { path: 'a.b.1', before: 2, after: 3 },
      { path: 'd', before: null, after: true },
    ]);
    assert.equal(readJsonValues('{'), undefined);
    assert.deepEqual(readJsonValues('5'), [{ path: '', value: 5 }]);
  });
});
