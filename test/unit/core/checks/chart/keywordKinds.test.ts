import { keywordKinds } from '../../../../../src/core/checks/chart/keywordKinds.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const chart = 'extension/liver-workflow/Chart.yaml';

testRule(keywordKinds, {
  bad: [
    {
      title: 'both kinds',
      files: { [chart]: 'name: a\nkeywords: [kaapanaworkflow, kaapanaapplication]\n' },
      at: [`${chart}:2:1`],
    },
  ],
  good: [
    { title: 'one kind and its maturity', files: { [chart]: 'keywords: [kaapanaworkflow, kaapanaexperimental]\n' } },
  ],
});
