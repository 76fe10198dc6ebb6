import {
  dependencyInvalid,
  dependencyMissing,
  dependencyNotFound,
} from '../../../../../src/core/checks/chart/dependencies.ts';
import { EdkError } from '../../../../../src/core/errors/edkError.ts';
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
