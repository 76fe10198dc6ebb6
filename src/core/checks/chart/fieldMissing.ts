import type { Rule } from '../rule.ts';
import { keyRange } from '../../project/yamlRange.ts';
import { fieldsOf } from './fieldsOf.ts';

const required = { apiVersion: 'v2', name: undefined, version: '0.0.0' } as const;

export const fieldMissing: Rule = {
  id: 'chart/field-missing',
  needs: 'files',
  severity: 'error',
  title: 'A field is missing in Chart.yaml',
  why: 'Helm needs apiVersion, name and version. The platform shows the description under the name.',
  remedy: 'Add the field. The version 0.0.0 is replaced by that of the platform when the chart is built.',
  *check({ charts }) {
    for (const { chart } of charts) {
      if (chart.yaml === undefined) continue;
      const fields = fieldsOf(chart);
      const start = chart.rangeOf(0, 0);
      for (const [key, value] of Object.entries(required)) {
        if (fields[key] !== undefined && fields[key] !== null) continue;
        yield {
          message: `Chart.yaml has no ${key}.`,
          range: keyRange(chart, [key]),
          fix:
            value === undefined || key in fields
              ? undefined
              : { title: `Add ${key}: ${value}`, edits: [{ range: start, text: `${key}: ${value}\n` }] },
        };
      }
      const { apiVersion, description } = fields;
      if (apiVersion !== undefined && apiVersion !== null && apiVersion !== 'v1' && apiVersion !== 'v2') {
        yield { message: 'apiVersion must be v1 or v2.', range: keyRange(chart, ['apiVersion']) };
      }
      if (typeof description !== 'string' || description.trim() === '') {
        yield {
          message: 'The chart has no description.',
          range: keyRange(chart, ['description']),
          severity: 'warning',
        };
      }
    }
  },
};
