import { longestDisplayName } from '../../../shared/parameters/checkAnswer.ts';
import type { Rule } from '../rule.ts';
import { valueRange } from '../../project/yamlRange.ts';
import { inputsOf } from './parameters.ts';

export const parameterDisplayName: Rule = {
  id: 'chart/parameter-display-name',
  needs: 'files',
  severity: 'warning',
  title: 'The default of display_name is too long',
  why: `The platform takes at most ${longestDisplayName} characters as the name of a launched application.`,
  remedy: 'Shorten it, or write "-", for which the platform puts the name of the release.',
  *check({ charts }) {
    for (const { key, fields, values, path } of charts.flatMap(inputsOf)) {
      const { default: initial } = fields;
      if (key !== 'display_name' || typeof initial !== 'string' || initial.length <= longestDisplayName) continue;
      yield {
        message: `The name has ${initial.length} characters, the platform takes ${longestDisplayName}.`,
        range: valueRange(values, [...path, 'default']),
      };
    }
  },
};
