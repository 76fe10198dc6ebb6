import { isMap } from '../../yaml/isMap.ts';
import type { Rule } from '../rule.ts';
import { keyRange } from '../../project/yamlRange.ts';
import { fieldsOf } from './fieldsOf.ts';

export const globalMissing: Rule = {
  id: 'chart/global-missing',
  needs: 'files',
  severity: 'error',
  title: 'There are no global values in values.yaml',
  why: "The platform reads the map global of every chart. Where it is missing the platform's list fails once, and afterwards the extension is not in it.",
  remedy: 'Add a map global: to values.yaml; it may be empty: global: {}.',
  *check({ charts }) {
    for (const { chart, values, role } of charts) {
      // The platform reads the charts that are uploaded.
      if (role === 'dependency') continue;
      if (values === undefined) {
        yield { message: 'The chart has no values.yaml.', range: chart.rangeFrom() };
      } else if (values.yaml !== undefined && !isMap(fieldsOf(values)['global'])) {
        const [start, end] = [values.rangeOf(0, 0), 'global' in fieldsOf(values)];
        yield {
          message: 'values.yaml has no map global.',
          range: keyRange(values, ['global']),
          fix: end ? undefined : { title: 'Add global: {}', edits: [{ range: start, text: 'global: {}\n' }] },
        };
      }
    }
  },
};
