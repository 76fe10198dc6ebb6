import { parameterTransport } from '../../../../../src/core/checks/chart/parameterTransport.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const values = 'extension/liver-workflow/values.yaml';

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
