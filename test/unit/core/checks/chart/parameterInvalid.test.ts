import { parameterInvalid } from '../../../../../src/core/checks/chart/parameterInvalid.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const values = 'extension/liver-workflow/values.yaml';

testRule(parameterInvalid, {
  bad: [
    {
      title: 'a list of parameters',
      files: { [values]: 'global: {}\nextension_params: [a]\n' },
      at: [`${values}:2:1`],
    },
    {
      title: 'a parameter that is a text',
      files: { [values]: 'global: {}\nextension_params:\n  a: b\n' },
      at: [`${values}:3:3`],
    },
    {
      title: 'a list without choices',
      files: { [values]: 'global: {}\nextension_params:\n  a: { type: list_single, definition: x, default: y }\n' },
      at: [`${values}:3:3`],
      says: /no choices/,
    },
    {
      title: 'no type, no label, no default',
      files: { [values]: 'global: {}\nextension_params:\n  a: {}\n  b: { type: string }\n' },
      at: [`${values}:3`, `${values}:4`, `${values}:4`],
    },
    {
      title: 'an empty text',
      files: { [values]: 'global: {}\nextension_params:\n  a: { type: doc }\n' },
      at: [`${values}:3`],
    },
  ],
  good: [
    {
      title: 'one of each kind',
      files: {
        [values]:
          'global: {}\nextension_params:\n  a: { type: string, definition: x, default: y }\n  b: { type: list_multi, definition: x, default: [], value: [y] }\n  c: { type: doc, html: x }\n  d: { type: group_name }\n',
      },
    },
  ],
});
