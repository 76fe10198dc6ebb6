import { longestDisplayName } from '../../../shared/parameters/checkForm.ts';
import { parameterKeyProblem } from '../../../shared/parameters/checkParameters.ts';
import { sayProblem } from '../../../shared/parameters/problem.ts';
import type { ProjectChart } from '../../project/project.ts';
import { type SourceFile, keyRange, valueRange } from '../../project/sourceFile.ts';
import { nearest } from '../../text/nearest.ts';
import { isMap } from '../../yaml/loadYaml.ts';
import type { YamlPath } from '../../yaml/parseYaml.ts';
import type { Rule } from '../rule.ts';
import { fieldsOf } from './files.ts';

/** One entry of extension_params, as written. */
export interface WrittenParameter {
  readonly key: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Undefined if it is not a string. */
  readonly type: string | undefined;
  readonly values: SourceFile;
  readonly path: YamlPath;
}

/** The entries that are maps. */
export function parametersOf({ values }: ProjectChart): WrittenParameter[] {
  const parameters = fieldsOf(values)['extension_params'];
  if (values === undefined || !isMap(parameters)) return [];
  return Object.entries(parameters).flatMap(([key, fields]): WrittenParameter[] => {
    if (!isMap(fields)) return [];
    const { type } = fields;
    return [
      { key, fields, type: typeof type === 'string' ? type : undefined, values, path: ['extension_params', key] },
    ];
  });
}

/** The parameters that ask for a value; docs and headings do not. */
export function inputsOf(chart: ProjectChart): WrittenParameter[] {
  return parametersOf(chart).filter(({ type }) => type !== 'doc' && type !== 'group_name');
}

export const parameterInvalid: Rule = {
  id: 'chart/parameter-invalid',
  needs: 'files',
  severity: 'error',
  title: 'An extension parameter is incomplete',
  why: 'The platform builds a form from extension_params. What it cannot read is shown empty, or the form does not open.',
  remedy:
    'Give every parameter a type and what that type needs: definition and default, value (the choices) for a list, html for a doc.',
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
    if (!has('html') && !has('title')) yield { message: `The doc "${key}" has neither title nor html.`, severity };
  } else if (type !== 'group_name') {
    if (!has('definition'))
      yield { message: `The parameter "${key}" has no definition (its label in the form).`, severity };
    if (!has('default')) yield { message: `The parameter "${key}" has no default.`, severity };
    const isList = type === 'list_single' || type === 'list_multi';
    if (isList && (!Array.isArray(fields['value']) || fields['value'].length === 0)) {
      yield { message: `The list "${key}" has no choices: value must be a list that is not empty.` };
    }
  }
}

export const parameterKey: Rule = {
  id: 'chart/parameter-key',
  needs: 'files',
  severity: 'error',
  title: 'An extension parameter has a name that does not reach the chart',
  why: 'The platform passes parameters to Helm as global.<name>=<value>. Other characters are dropped or split the name.',
  remedy: 'Use only letters, digits and underscores, starting with a letter.',
  *check({ charts }) {
    for (const { key, values, path, type } of charts.flatMap(parametersOf)) {
      const problem = parameterKeyProblem(key);
      const range = keyRange(values, path);
      if (problem !== undefined) yield { message: `"${key}": ${sayProblem(problem)}`, range };
      else if (/[.-]/u.test(key) && type !== 'doc' && type !== 'group_name') {
        const how = key.includes('.') ? 'becomes a map in the values' : 'cannot be written as .Values.global.<name>';
        yield { message: `A parameter named "${key}" ${how}.`, range, severity: 'warning' };
      }
    }
  },
};

const types = ['string', 'bool', 'boolean', 'list_single', 'list_multi', 'doc', 'group_name'];

export const parameterType: Rule = {
  id: 'chart/parameter-type',
  needs: 'files',
  severity: 'warning',
  title: 'An extension parameter has an unknown type',
  why: 'The platform shows no field for it, so nobody can set it.',
  remedy: `Use one of ${types.join(', ')}.`,
  *check({ charts }) {
    for (const { type, values, path } of charts.flatMap(parametersOf)) {
      if (type === undefined || types.includes(type)) continue;
      const range = valueRange(values, [...path, 'type']);
      const [near] = nearest(type, types);
      yield {
        message: `Unknown type "${type}".`,
        range,
        fix: near === undefined ? undefined : { title: `Change to ${near}`, edits: [{ range, text: near }] },
      };
    }
  },
};

export const parameterDisplayName: Rule = {
  id: 'chart/parameter-display-name',
  needs: 'files',
  severity: 'warning',
  title: 'The default of display_name is too long',
  why: `The platform accepts at most ${longestDisplayName} characters as the name of a launched application.`,
  remedy: 'Shorten it, or use "-" to have the platform insert the release name.',
  *check({ charts }) {
    for (const { key, fields, values, path } of charts.flatMap(inputsOf)) {
      const { default: initial } = fields;
      if (key !== 'display_name' || typeof initial !== 'string' || initial.length <= longestDisplayName) continue;
      yield {
        message: `The name has ${initial.length} characters; the platform accepts at most ${longestDisplayName}.`,
        range: valueRange(values, [...path, 'default']),
      };
    }
  },
};

export const parameterCollision: Rule = {
  id: 'chart/parameter-collision',
  needs: 'files',
  severity: 'error',
  title: 'An extension parameter has the name of a platform value',
  why: 'Both arrive as global.<name>. The answer replaces the platform value in this chart, for example the registry that images come from.',
  remedy: 'Rename the parameter, for example by prefixing it with the name of the extension.',
  *check({ charts }, settings) {
    for (const { key, values, path } of charts.flatMap(inputsOf)) {
      if (!settings.platformKeys.has(key)) continue;
      yield { message: `"${key}" is already a global value of the platform.`, range: keyRange(values, path) };
    }
  },
};
