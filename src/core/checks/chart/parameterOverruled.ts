import type { Rule } from '../rule.ts';
import { keyRange } from '../../project/yamlRange.ts';
import { fieldsOf, mapIn } from './fieldsOf.ts';
import { inputsOf } from './parameters.ts';

export const parameterOverruled: Rule = {
  id: 'chart/parameter-overruled',
  needs: 'files',
  severity: 'error',
  title: 'The answer to an extension parameter is never used',
  why: 'A text or list of the same name below global in values.yaml wins over what the person answers.',
  remedy: 'Remove the key from global; its value belongs into the default of the parameter.',
  *check({ charts }) {
    for (const chart of charts) {
      const own = mapIn(fieldsOf(chart.values), 'global');
      for (const { key, values } of inputsOf(chart)) {
        const value = own[key];
        const wins = (typeof value === 'string' || Array.isArray(value)) && value.length > 0;
        if (!wins) continue;
        yield {
          message: `global.${key} wins over the parameter "${key}".`,
          range: keyRange(values, ['global', key]),
        };
      }
    }
  },
};
