import { nearest } from '../../text/nearest.ts';
import type { Rule } from '../rule.ts';
import { valueRange } from '../../project/yamlRange.ts';
import { parametersOf } from './parameters.ts';

const types = ['string', 'bool', 'boolean', 'list_single', 'list_multi', 'doc', 'group_name'];

export const parameterType: Rule = {
  id: 'chart/parameter-type',
  needs: 'files',
  severity: 'warning',
  title: 'An extension parameter has a type that the platform does not know',
  why: 'The platform shows no field for it, so nobody can answer.',
  remedy: `Use one of ${types.join(', ')}.`,
  *check({ charts }) {
    for (const { type, values, path } of charts.flatMap(parametersOf)) {
      if (type === undefined || types.includes(type)) continue;
      const range = valueRange(values, [...path, 'type']);
      const [near] = nearest(type, types);
      yield {
        message: `The platform does not know the type "${type}".`,
        range,
        fix: near === undefined ? undefined : { title: `Change it to ${near}`, edits: [{ range, text: near }] },
      };
    }
  },
};
