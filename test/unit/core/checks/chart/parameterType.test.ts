import { parameterType } from '../../../../../src/core/checks/chart/parameterType.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const values = 'extension/liver-workflow/values.yaml';

testRule(parameterType, {
  bad: [
    {
      title: 'a type that is none',
      files: { [values]: 'global: {}\nextension_params:\n  a: { type: list_singel, definition: x }\n' },
      at: [`${values}:3:14`],
      fixed: /type: list_single,/,
    },
  ],
  good: [
    {
      title: 'every type',
      files: {
        [values]:
          'global: {}\nextension_params:\n  a0: { type: string }\n  a1: { type: bool }\n  a2: { type: boolean }\n  a3: { type: list_single }\n  a4: { type: list_multi }\n  a5: { type: doc }\n  a6: { type: group_name }\n',
      },
    },
  ],
});
