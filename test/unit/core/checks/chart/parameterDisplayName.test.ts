import { parameterDisplayName } from '../../../../../src/core/checks/chart/parameterDisplayName.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const values = 'extension/liver-workflow/values.yaml';

testRule(parameterDisplayName, {
  bad: [
    {
      title: '21 characters',
      files: {
        [values]: 'global: {}\nextension_params:\n  display_name: { type: string, default: abcdefghijklmnopqrstu }\n',
      },
      at: [`${values}:3`],
    },
  ],
  good: [
    {
      title: 'a dash',
      files: { [values]: 'global: {}\nextension_params:\n  display_name: { type: string, default: "-" }\n' },
    },
  ],
});
