import { dependencyInvalid } from '../../../../../src/core/checks/chart/dependencyInvalid.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const chart = 'extension/liver-workflow/Chart.yaml';

testRule(dependencyInvalid, {
  bad: [
    {
      title: 'a version that is no text',
      files: { [chart]: 'name: a\ndependencies:\n  - name: b\n    version: 1\n' },
      at: [`${chart}:3`],
      says: /version/,
    },
    { title: 'a map in the place of the list', files: { [chart]: 'dependencies: {}\n' }, at: [`${chart}:1`] },
    {
      title: 'a text in requirements.yaml',
      files: { 'extension/liver-workflow/requirements.yaml': 'dependencies: [dag-installer-chart]\n' },
      at: ['extension/liver-workflow/requirements.yaml:1:16'],
    },
  ],
  good: [],
});
