import type { Rule } from '../rule.ts';
import { valueRange } from '../../project/yamlRange.ts';

export const dependencyNotFound: Rule = {
  id: 'chart/dependency-not-found',
  needs: 'dependencies',
  severity: 'error',
  title: 'A chart that the chart depends on was not found',
  why: 'The chart cannot be packaged without it.',
  remedy: 'Correct the repository of the dependency, or set KAAPANA_REPO_PATH to a clone of Kaapana.',
  *check(_project, dependencies) {
    for (const { dependency, problem } of dependencies) {
      const { name, file, path } = dependency;
      const tried = problem.detail?.split('\n').slice(1).join(', ');
      yield {
        message:
          problem.code === 'context.escapes'
            ? problem.message
            : `The chart "${name}" was not found${tried === undefined ? '' : ` in ${tried}`}.`,
        range: valueRange(file, [...path, 'repository']),
      };
    }
  },
};
