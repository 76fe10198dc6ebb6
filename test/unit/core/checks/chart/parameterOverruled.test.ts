import { parameterOverruled } from '../../../../../src/core/checks/chart/parameterOverruled.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const values = 'extension/liver-workflow/values.yaml';

testRule(parameterOverruled, {
  bad: [
    {
      title: 'a text of the same name',
      files: { [values]: 'global:\n  colour: red\nextension_params:\n  colour: { type: string }\n' },
      at: [`${values}:2:3`],
    },
  ],
  good: [
    {
      title: 'an empty text, which wins over nothing',
      files: { [values]: 'global:\n  colour: ""\nextension_params:\n  colour: { type: string }\n' },
    },
  ],
});
