import { parameterDefault } from '../../../../../src/core/checks/chart/parameterDefault.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const values = 'extension/liver-workflow/values.yaml';

testRule(parameterDefault, {
  bad: [
    {
      title: 'none of the values',
      files: { [values]: 'global: {}\nextension_params:\n  a: { type: list_single,  default: c, value: [a, b] }\n' },
      at: [`${values}:3:37`],
      says: /"c" is none/,
    },
    {
      title: 'one of several that is none',
      files: { [values]: 'global: {}\nextension_params:\n  a: { type: list_multi, default: [a, c], value: [a, b] }\n' },
      at: [`${values}:3`],
      says: /"c" is none/,
    },
    {
      title: 'a text for a switch',
      files: { [values]: 'global: {}\nextension_params:\n  a: { type: bool, default: maybe }\n' },
      at: [`${values}:3`],
      says: /neither true nor false/,
    },
    {
      title: 'a text for several values',
      files: { [values]: 'global: {}\nextension_params:\n  a: { type: list_multi, default: a, value: [a] }\n' },
      at: [`${values}:3`],
      says: /must be a list/,
    },
  ],
  good: [
    {
      title: 'defaults that fit',
      files: {
        [values]:
          'global: {}\nextension_params:\n  a: { type: list_single, default: 1, value: ["1", 2] }\n  b: { type: boolean, default: "True" }\n  c: { type: string, default: "" }\n',
      },
    },
  ],
});
