import { unlisted } from '../../../../../src/core/checks/chart/unlisted.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'extension/liver-workflow/Chart.yaml';

testRule(unlisted, {
  bad: [
    {
      title: 'a workflow of the workflow API',
      files: { [path]: 'name: liver\nkeywords: [kaapanaworkflow-v2]\n' },
      at: [`${path}:2:1`],
      says: /its workflow is among those of the workflow API/,
    },
    {
      title: 'a chart that an operator launches',
      files: { [path]: 'name: liver\nkeywords: [kaapanaapplication, kaapanaint]\n' },
      at: [`${path}:2:1`],
      says: /an operator of a workflow installs it for each run/,
    },
  ],
  good: [{ title: 'an application', files: { [path]: 'name: liver\nkeywords: [kaapanaapplication]\n' } }],
});
