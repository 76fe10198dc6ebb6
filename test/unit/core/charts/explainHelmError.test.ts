import assert from 'node:assert/strict';
import { explainHelmError } from '../../../../src/core/charts/explainHelmError.ts';
import type { StagedChart } from '../../../../src/core/charts/stagedChart.ts';
import { EdkError } from '../../../../src/core/errors/edkError.ts';

const staged: StagedChart = {
  source: {
    folder: '/p/one',
    name: 'one',
    version: '0.0.0',
    apiVersion: 'v2',
    keywords: [],
    title: 'one',
    dependencies: [],
    values: {},
  },
  folder: '/tmp/s/one',
  name: 'one',
  version: '1.0.0',
  parts: [
    { folder: '/tmp/s/one', source: '/p/one', name: 'one', version: '1.0.0', form: 'folder' },
    { folder: '/tmp/s/one/charts/dep', source: '/k/dep', name: 'dep', version: '1.0.0', form: 'archive' },
  ],
  foldersToUpdate: [],
  notes: [],
};

function explain(detail: string): EdkError {
  const error = explainHelmError(new EdkError('tool.failed', 'x', { detail }), {
    code: 'chart.render',
    message: 'No.',
    staged,
  });
  return error instanceof EdkError ? error : assert.fail('passed through');
}

const cases: readonly (readonly [output: string, place: unknown])[] = [
  [
    'Error: template: one/templates/a.yaml:3:8: executing "one/templates/a.yaml" at <x>: nil',
    { file: '/p/one/templates/a.yaml', line: 3, column: 9 },
  ],
  ['Error: parse error at (one/templates/a.yaml:7): unclosed action', { file: '/p/one/templates/a.yaml', line: 7 }],
  [
    'Error: template: one/templates/a.yaml:3:8: error calling include: template: one/charts/dep/templates/_h.tpl:2:1: executing',
    { file: '/k/dep/templates/_h.tpl', line: 2, column: 2 },
  ],
  [
    'Error: YAML parse error on one/charts/dep/templates/b.yaml: error converting YAML to JSON: yaml: line 5: x',
    { file: '/k/dep/templates/b.yaml' },
  ],
  ['[ERROR] Chart.yaml: version is required', { file: '/p/one/Chart.yaml' }],
  ['Error: one/charts/archive/templates/a.yaml:3: no file of ours', undefined],
  ['Error: dial tcp 127.0.0.1:1: connect: refused', undefined],
];

describe('explainHelmError', () => {
  for (const [output, place] of cases) {
    it(`finds the place in: ${output}`, () => assert.deepEqual(explain(output).place, place));
  }

  it('shows own paths in place of staged ones', () => {
    assert.equal(explain('Linting /tmp/s/one and /tmp/s/one/charts/dep/x').detail, 'Linting /p/one and /k/dep/x');
  });

  it('passes other errors through', () => {
    const error = new EdkError('disk.full', 'x');
    assert.equal(explainHelmError(error, { code: 'chart.lint', message: 'No.', staged }), error);
  });
});
