import { isMap } from '../../yaml/isMap.ts';
import type { Rule } from '../rule.ts';
import { keyRange } from '../../project/yamlRange.ts';
import { fieldsOf } from './fieldsOf.ts';
import { parametersOf, type WrittenParameter } from './parameters.ts';

export const parameterInvalid: Rule = {
  id: 'chart/parameter-invalid',
  needs: 'files',
  severity: 'error',
  title: 'An extension parameter is not complete',
  why: 'The platform makes a form of extension_params. What it cannot read is shown empty, or the form does not open.',
  remedy:
    'Give every parameter a type, and what its type needs: definition and default, value with the choices of a list, html for a doc.',
  *check({ charts }) {
    for (const chart of charts) {
      const { values } = chart;
      const parameters = fieldsOf(values)['extension_params'];
      if (values === undefined || parameters === undefined || parameters === null) continue;
      if (!isMap(parameters)) {
        yield {
          message: 'extension_params must be a map of parameters.',
          range: keyRange(values, ['extension_params']),
        };
        continue;
      }
      for (const [key, fields] of Object.entries(parameters)) {
        const range = keyRange(values, ['extension_params', key]);
        if (!isMap(fields)) yield { message: `The parameter "${key}" must be a map.`, range };
      }
      for (const parameter of parametersOf(chart)) {
        for (const { message, severity } of problemsOf(parameter)) {
          yield { message, severity, range: keyRange(values, parameter.path) };
        }
      }
    }
  },
};

function* problemsOf({ key, type, fields }: WrittenParameter) {
  const has = (field: string): boolean => fields[field] !== undefined && fields[field] !== null;
  const severity = 'warning' as const;
  if (type === undefined) {
    yield { message: `The parameter "${key}" has no type.` };
  } else if (type === 'doc') {
    if (!has('html') && !has('title')) yield { message: `The text "${key}" has neither title nor html.`, severity };
  } else if (type !== 'group_name') {
    if (!has('definition'))
      yield { message: `The parameter "${key}" has no definition, its label in the form.`, severity };
    if (!has('default')) yield { message: `The parameter "${key}" has no default.`, severity };
    const isList = type === 'list_single' || type === 'list_multi';
    if (isList && (!Array.isArray(fields['value']) || fields['value'].length === 0)) {
      yield { message: `The list "${key}" has no choices: value must be a list.` };
    }
  }
}
