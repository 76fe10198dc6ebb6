import { chartVersionProblem } from '../../project/chartRules.ts';
import type { Rule } from '../rule.ts';
import { valueRange } from '../../project/yamlRange.ts';
import { fieldsOf } from './fieldsOf.ts';

export const versionInvalid: Rule = {
  id: 'chart/version-invalid',
  needs: 'files',
  severity: 'error',
  title: 'The version of the chart is no semantic version',
  why: 'Helm refuses to package the chart.',
  remedy: 'Write it like "1.2.3", in quotes where YAML would read a number.',
  *check({ charts }) {
    for (const { chart } of charts) {
      const { version } = fieldsOf(chart);
      if (version === undefined || version === null) continue;
      const problem = typeof version === 'string' ? chartVersionProblem(version) : 'the version is no text';
      if (problem === undefined) continue;
      yield {
        message: `${problem.charAt(0).toUpperCase()}${problem.slice(1)}.`,
        range: valueRange(chart, ['version']),
      };
    }
  },
};
