import { keywordUnknown } from '../../../../../src/core/checks/chart/keywordUnknown.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const chart = 'extension/liver-workflow/Chart.yaml';

testRule(keywordUnknown, {
  bad: [
    {
      title: 'a misspelt kind',
      files: { [chart]: 'keywords:\n  - kapanaworkflow\n' },
      at: [`${chart}:2:5`],
      fixed: /- kaapanaworkflow\n/,
    },
    {
      title: 'a keyword that the platform never had',
      files: { [chart]: 'keywords: [kaapanasomethingelse]\n' },
      at: [`${chart}:1`],
    },
    {
      title: 'a text in the place of the list',
      files: { [chart]: 'keywords: kaapanaworkflow\n' },
      at: [`${chart}:1:11`],
      says: /list/,
    },
  ],
  good: [
    {
      title: 'the keyword of the workflow API',
      files: { 'extension/liver-workflow/Chart.yaml': 'name: liver\nkeywords: [kaapanaworkflow-v2]\n' },
    },

    { title: 'keywords of other people', files: { [chart]: 'keywords: [radiomics, kaapanaworkflow, gpurequired]\n' } },
  ],
});
