import { parameterKeyProblem } from '../../../shared/parameters/parameterKeyProblem.ts';
import { sayProblem } from '../../../shared/parameters/problem.ts';
import type { Rule } from '../rule.ts';
import { keyRange } from '../../project/yamlRange.ts';
import { parametersOf } from './parameters.ts';

export const parameterKey: Rule = {
  id: 'chart/parameter-key',
  needs: 'files',
  severity: 'error',
  title: 'The name of an extension parameter does not reach the chart',
  why: 'The platform hands parameters to Helm as global.<name>=<value>. Other characters are dropped or split the name.',
  remedy: 'Use letters, digits and underscores only; begin with a letter.',
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
