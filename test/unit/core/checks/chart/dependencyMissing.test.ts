import { dependencyMissing } from '../../../../../src/core/checks/chart/dependencyMissing.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const chart = 'extension/liver-workflow/Chart.yaml';

testRule(dependencyMissing, {
  bad: [
    {
      title: 'a workflow on its own',
      files: { [chart]: 'name: a\nkeywords: [kaapanaworkflow]\n' },
      at: [`${chart}:1`],
    },
  ],
  good: [
    { title: 'an application', files: { [chart]: 'keywords: [kaapanaapplication]\n' } },
    {
      title: 'the dependency in requirements.yaml',
      files: {
        [chart]: 'apiVersion: v1\nkeywords: [kaapanaworkflow]\n',
        'extension/liver-workflow/requirements.yaml':
          'dependencies:\n  - name: dag-installer-chart\n    version: 0.0.0\n',
      },
    },
  ],
});
