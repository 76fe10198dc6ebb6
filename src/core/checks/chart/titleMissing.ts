import type { Rule } from '../rule.ts';
import { keyRange } from '../../project/yamlRange.ts';
import { fieldsOf, mapIn } from './fieldsOf.ts';

export const titleMissing: Rule = {
  id: 'chart/title-missing',
  needs: 'files',
  severity: 'hint',
  title: 'A chart has no name for people',
  why: 'The platform lists the extension under the annotation ui-visible-name, else under the technical name of the chart.',
  remedy: 'Add annotations: { ui-visible-name: <title> } to Chart.yaml.',
  *check({ charts }) {
    for (const { chart, role } of charts) {
      if (role !== 'extension') continue;
      if (chart.yaml === undefined) continue;
      const fields = fieldsOf(chart);
      const title = mapIn(fields, 'annotations')['ui-visible-name'];
      if (typeof title === 'string' && title.trim() !== '') continue;
      const { name } = fields;
      const words = typeof name === 'string' ? name.replace(/-(?:workflow|chart)$/u, '').split('-') : [];
      const suggested = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
      const end = chart.text.length;
      const start = chart.text === '' || chart.text.endsWith('\n') ? '' : '\n';
      const text = `${start}annotations:\n  ui-visible-name: ${suggested}\n`;
      const canAdd = fields['annotations'] === undefined && suggested !== '' && /^\w/u.test(chart.text.trimStart());
      yield {
        message: 'The chart has no annotation ui-visible-name.',
        range: keyRange(chart, ['annotations', 'ui-visible-name']),
        fix: canAdd
          ? { title: `Add the title "${suggested}"`, edits: [{ range: chart.rangeOf(end, end), text }] }
          : undefined,
      };
    }
  },
};
