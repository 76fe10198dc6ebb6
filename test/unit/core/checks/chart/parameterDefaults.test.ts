import {
  parameterDefault,
  parameterOverruled,
  parameterTransport,
} from '../../../../../src/core/checks/chart/parameterDefaults.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const values = 'extension/liver-workflow/values.yaml';

testRule(parameterDefault, {
  bad: [
    {
      title: 'none of the values',
      files: { [values]: 'global: {}\nextension_params:\n  a: { type: list_single,  default: c, value: [a, b] }\n' },
      at: [`${values}:3:37`],
      says: /"c" is not one/,
    },
    {
      title: 'one of several that is none',
      files: { [values]: 'global: {}\nextension_params:\n  a: { type: list_multi, default: [a, c], value: [a, b] }\n' },
      at: [`${values}:3`],
      says: /"c" is not one/,
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

testRule(parameterTransport, {
  bad: [
    {
      title: 'a semicolon',
      files: { [values]: 'global: {}\nextension_params:\n  a: { type: string, default: "a;b" }\n' },
      at: [`${values}:3:31`],
      says: /drops.*;/,
    },
    {
      title: 'a blank among the choices',
      files: { [values]: 'global: {}\nextension_params:\n  a: { type: list_single, default: x, value: [x, "a b"] }\n' },
      at: [`${values}:3`],
      says: /spaces/,
    },
    {
      title: 'a comma in one of several',
      files: { [values]: 'global: {}\nextension_params:\n  a: { type: list_multi, default: [], value: ["a,b"] }\n' },
      at: [`${values}:3`],
      says: /comma/,
    },
  ],
  good: [
    {
      title: 'texts that are only shown',
      files: {
        [values]:
          'global: {}\nextension_params:\n  a: { type: doc, html: "<p>a; b</p>" }\n  b: { type: group_name, default: "My values" }\n',
      },
    },
  ],
});

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
