import { sayProblem } from '../../../shared/parameters/problem.ts';
import { transportProblem } from '../../../shared/parameters/checkParameters.ts';
import { keyRange, valueRange } from '../../project/sourceFile.ts';
import type { Rule } from '../rule.ts';
import { fieldsOf, mapIn } from './files.ts';
import { inputsOf, type WrittenParameter } from './parameters.ts';

export const parameterDefault: Rule = {
  id: 'chart/parameter-default',
  needs: 'files',
  severity: 'error',
  title: 'The default of an extension parameter is not one of its values',
  why: 'The form shows no selection, or a value that the chart does not expect, and anyone who accepts the defaults gets that value.',
  remedy: 'Choose the default from the values: a list of them for list_multi, true or false for a boolean.',
  *check({ charts }) {
    for (const parameter of charts.flatMap(inputsOf)) {
      const problem = problemOf(parameter);
      if (problem === undefined) continue;
      yield { message: problem, range: valueRange(parameter.values, [...parameter.path, 'default']) };
    }
  },
};

function problemOf({ type, fields }: WrittenParameter): string | undefined {
  const { default: initial, value } = fields;
  if (initial === undefined || initial === null || initial === '') return undefined;
  if (type === 'bool' || type === 'boolean') {
    return /^(?:true|false)$/iu.test(show(initial)) ? undefined : `${show(initial)} is neither true nor false.`;
  }
  if (type === 'list_multi' && !Array.isArray(initial)) return 'The default of a list_multi must be a list.';
  if (type !== 'list_multi' && typeof initial === 'object')
    return `The default of a ${type ?? 'parameter'} must be a single value.`;
  if (!type?.startsWith('list_') || !Array.isArray(value)) return undefined;
  const choices = new Set(value.map(show));
  const strange = (Array.isArray(initial) ? initial : [initial]).map(show).find((item) => !choices.has(item));
  return strange === undefined ? undefined : `"${strange}" is not one of the values.`;
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export const parameterTransport: Rule = {
  id: 'chart/parameter-transport',
  needs: 'files',
  severity: 'warning',
  title: 'A value of an extension parameter does not reach the chart unchanged',
  why: 'The platform silently drops a parameter whose value contains & < > " \' or ;, and removes spaces and backslashes.',
  remedy: 'Use other characters, such as a hyphen for a space, and translate them in the template.',
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
        // Several choices of a list are sent joined by commas.
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

export const parameterOverruled: Rule = {
  id: 'chart/parameter-overruled',
  needs: 'files',
  severity: 'error',
  title: 'The answer to an extension parameter is never used',
  why: 'A string or list with the same name under global in values.yaml overrides the answer.',
  remedy: 'Remove the key from global, and make its value the default of the parameter.',
  *check({ charts }) {
    for (const chart of charts) {
      const own = mapIn(fieldsOf(chart.values), 'global');
      for (const { key, values } of inputsOf(chart)) {
        const value = own[key];
        const wins = (typeof value === 'string' || Array.isArray(value)) && value.length > 0;
        if (!wins) continue;
        yield {
          message: `global.${key} overrides the parameter "${key}".`,
          range: keyRange(values, ['global', key]),
        };
      }
    }
  },
};
