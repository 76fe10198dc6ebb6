import { listsOddly } from '../../project/chartRules.ts';
import type { Rule } from '../rule.ts';
import { valueRange } from '../../project/yamlRange.ts';
import { fieldsOf } from './fieldsOf.ts';

export const nameShort: Rule = {
  id: 'chart/name-short',
  needs: 'files',
  severity: 'warning',
  title: 'The name of the chart has no dash or a short last word',
  why: 'The platform takes the first upload of such a chart for one of its own: for up to 30 seconds its list of extensions fails, for everybody, or shows only the name.',
  remedy: 'End the name with a dash and a word of at least four letters, such as -workflow or -chart.',
  *check({ charts }) {
    for (const { chart, role } of charts) {
      if (role !== 'extension') continue;
      const { name } = fieldsOf(chart);
      if (typeof name !== 'string' || name === '' || !listsOddly(name)) continue;
      yield { message: `The platform misreads the name "${name}" at first.`, range: valueRange(chart, ['name']) };
    }
  },
};
