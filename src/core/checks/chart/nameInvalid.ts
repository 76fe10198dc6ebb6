import { chartNameProblem, dependencyNameProblem } from '../../project/chartRules.ts';
import type { Rule } from '../rule.ts';
import { valueRange } from '../../project/yamlRange.ts';
import { fieldsOf } from './fieldsOf.ts';

export const nameInvalid: Rule = {
  id: 'chart/name-invalid',
  needs: 'files',
  severity: 'error',
  title: 'The name of the chart is not allowed',
  why: 'The platform installs the chart as a release of its name, and Kubernetes names what it brings after that.',
  remedy: 'Use at most 53 lower-case letters, digits and dashes; start with a letter.',
  *check({ charts }) {
    for (const { chart, role } of charts) {
      const { name } = fieldsOf(chart);
      if (name === undefined || name === null) continue;
      const problemOf = role === 'dependency' ? dependencyNameProblem : chartNameProblem;
      const problem = typeof name === 'string' ? problemOf(name) : 'it is no text';
      if (problem !== undefined) {
        yield { message: `The chart's name is not allowed: ${problem}.`, range: valueRange(chart, ['name']) };
      }
    }
  },
};
