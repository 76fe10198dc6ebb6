import { parameterCollision } from '../../../../../src/core/checks/chart/parameterCollision.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const values = 'extension/liver-workflow/values.yaml';

testRule(parameterCollision, {
  bad: [
    {
      title: 'the registry',
      files: { [values]: 'global: {}\nextension_params:\n  registry_url: { type: string, default: x }\n' },
      at: [`${values}:3:3`],
    },
  ],
  good: [
    {
      title: 'a heading of that name',
      files: { [values]: 'global: {}\nextension_params:\n  hostname: { type: group_name }\n' },
    },
  ],
});
