import { isMap } from '../../yaml/isMap.ts';
import type { Rule } from '../rule.ts';
import { keyRange, valueRange } from '../../project/yamlRange.ts';
import { fieldsOf } from './fieldsOf.ts';

export const dependencyInvalid: Rule = {
  id: 'chart/dependency-invalid',
  needs: 'files',
  severity: 'error',
  title: 'A dependency of the chart is not complete',
  why: 'Helm needs the name and the version of every dependency, both as text.',
  remedy: 'Give every entry of dependencies a name and a version.',
  *check({ charts }) {
    for (const { chart, requirements } of charts) {
      const file = requirements ?? chart;
      const { dependencies } = fieldsOf(file);
      if (dependencies === undefined || dependencies === null) continue;
      if (!Array.isArray(dependencies)) {
        yield { message: 'dependencies must be a list.', range: keyRange(file, ['dependencies']) };
        continue;
      }
      for (const [index, entry] of dependencies.entries()) {
        const fields = isMap(entry) ? entry : {};
        const missing = ['name', 'version'].filter((key) => typeof fields[key] !== 'string' || fields[key] === '');
        if (missing.length === 0) continue;
        yield {
          message: `This dependency has no ${missing.join(' and no ')} as text.`,
          range: valueRange(file, ['dependencies', index]),
        };
      }
    }
  },
};
