import { sayProblem } from '../../../shared/parameters/problem.ts';
import { transportProblem } from '../../../shared/parameters/transportProblem.ts';
import type { Rule } from '../rule.ts';
import { valueRange } from '../../project/yamlRange.ts';
import { inputsOf } from './parameters.ts';

export const parameterTransport: Rule = {
  id: 'chart/parameter-transport',
  needs: 'files',
  severity: 'warning',
  title: 'A value of an extension parameter does not reach the chart as it is',
  why: 'The platform drops a parameter, without a word, when its value contains one of & < > " \' or ; and removes blanks and backslashes.',
  remedy: 'Use other characters, such as a dash for a blank, and translate them in the template.',
  *check({ charts }) {
    for (const { fields, values, path, type } of charts.flatMap(inputsOf)) {
      const { default: initial, value } = fields;
      const isList = type === 'list_single' || type === 'list_multi';
      const written = [
        ...(Array.isArray(initial) ? initial : [initial]).map((item: unknown) => ({ item, at: [...path, 'default'] })),
        ...(isList && Array.isArray(value) ? value : []).map((item: unknown, index) => ({
          item,
          at: [...path, 'value', index],
        })),
      ];
      for (const { item, at } of written) {
        // Choices of a list are joined by commas when several are sent.
        const sent = type === 'list_multi' && typeof item === 'string' ? [item] : item;
        const problem = isParameterValue(sent) ? transportProblem(sent) : undefined;
        if (problem === undefined) continue;
        const message = sayProblem(problem).replace(/(?<!\.)$/u, '.');
        yield { message, range: valueRange(values, at), severity: problem.id === 'dropped' ? 'error' : 'warning' };
      }
    }
  },
};

function isParameterValue(value: unknown): value is string | readonly string[] {
  return typeof value === 'string' || Array.isArray(value);
}
