import { parameterKey } from '../../../../../src/core/checks/chart/parameterKey.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const values = 'extension/liver-workflow/values.yaml';

testRule(parameterKey, {
  bad: [
    {
      title: 'a blank',
      files: { [values]: 'global: {}\nextension_params:\n  my key: { type: string }\n' },
      at: [`${values}:3:3`],
    },
    {
      title: 'a dash',
      files: { [values]: 'global: {}\nextension_params:\n  my-key: { type: string }\n' },
      at: [`${values}:3:3`],
      says: /\.Values\.global/,
    },
  ],
  good: [
    { title: 'an underscore', files: { [values]: 'global: {}\nextension_params:\n  my_key: { type: string }\n' } },
  ],
});
