import { dependencyNotFound } from '../../../../../src/core/checks/chart/dependencyNotFound.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

import { EdkError } from '../../../../../src/core/errors/edkError.ts';

const chart = 'extension/liver-workflow/Chart.yaml';

testRule(dependencyNotFound, {
  bad: [
    {
      title: 'a chart that is nowhere',
      files: {},
      dependencyProblem: new EdkError('chart.dependencyNotFound', 'no', { detail: 'Looked in:\n/a\n/b' }),
      at: [`${chart}:13`],
      says: /"dag-installer-chart" was not found in \/a, \/b/,
    },
  ],
  good: [],
});
