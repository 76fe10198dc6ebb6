import {
  parameterCollision,
  parameterDisplayName,
  parameterInvalid,
  parameterKey,
  parameterType,
} from '../../../../../src/core/checks/chart/parameters.ts';
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
