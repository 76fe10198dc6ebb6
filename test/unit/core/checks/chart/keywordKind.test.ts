import { keywordKind } from '../../../../../src/core/checks/chart/keywordKind.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'extension/liver-workflow/Chart.yaml';

testRule(keywordKind, {
  bad: [
    { title: 'a chart without keywords', files: { [path]: 'apiVersion: v2\nname: liver\n' }, at: [`${path}:1`] },
    {
      title: 'a chart with other keywords only',
      files: { [path]: 'name: liver\nkeywords: [gpurequired]\n' },
      at: [`${path}:2:1`],
      says: /kaapanaworkflow, kaapanaapplication/,
    },
  ],
  good: [
    { title: 'a chart that an operator launches', files: { [path]: 'name: liver\nkeywords: [kaapanaint]\n' } },
    { title: 'a workflow of the workflow API', files: { [path]: 'name: liver\nkeywords: [kaapanaworkflow-v2]\n' } },
    { title: 'a chart that the other one depends on', files: { 'lib/Chart.yaml': 'name: dag-installer-chart\n' } },
    { title: 'a library', files: { 'lib/Chart.yaml': 'name: lib\ntype: library\n' } },
    { title: 'an application', files: { [path]: 'name: liver\nkeywords: [kaapanaapplication]\n' } },
  ],
});
