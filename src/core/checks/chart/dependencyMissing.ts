import type { Rule } from '../rule.ts';
import { keyRange } from '../../project/yamlRange.ts';
import { keywordsOf } from './keywordsOf.ts';

const installer = 'dag-installer-chart';

export const dependencyMissing: Rule = {
  id: 'chart/dependency-missing',
  needs: 'files',
  severity: 'error',
  title: `A workflow's chart does not depend on ${installer}`,
  why: 'A workflow has no templates of its own: that chart brings the Job that copies its DAGs into Airflow. Without it the install succeeds, and nothing happens.',
  remedy: `Add ${installer} to the dependencies.`,
  *check({ charts }) {
    for (const { chart, dependencies, templates } of charts) {
      if (!keywordsOf(chart).includes('kaapanaworkflow') || templates.length > 0) continue;
      if (dependencies.some(({ name }) => name === installer)) continue;
      yield { message: `The chart does not depend on ${installer}.`, range: keyRange(chart, ['dependencies']) };
    }
  },
};
