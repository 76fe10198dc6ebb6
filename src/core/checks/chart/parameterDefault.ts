import type { Rule } from '../rule.ts';
import { valueRange } from '../../project/yamlRange.ts';
import { inputsOf, type WrittenParameter } from './parameters.ts';

export const parameterDefault: Rule = {
  id: 'chart/parameter-default',
  needs: 'files',
  severity: 'error',
  title: 'The default of an extension parameter is none of its values',
  why: 'The form shows nothing chosen, or a value that the chart does not expect, and whoever installs it as it is gets that.',
  remedy: 'Choose a default among the values; of list_multi a list of them, of a boolean true or false.',
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
  return strange === undefined ? undefined : `"${strange}" is none of the values.`;
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
