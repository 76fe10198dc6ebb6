import assert from 'node:assert/strict';
import { readLintFindings } from '../../../../src/core/charts/helm.ts';

describe('readLintFindings', () => {
  it('reads severity, path and message of each line', () => {
    const output =
      '==> Linting x\n[INFO] Chart.yaml: icon is recommended\n[WARNING] templates/: object name does not conform\n\n1 chart(s) linted\n';
    assert.deepEqual(readLintFindings(output), [
      { severity: 'info', path: 'Chart.yaml', message: 'icon is recommended' },
      { severity: 'warning', path: 'templates/', message: 'object name does not conform' },
    ]);
  });
});
