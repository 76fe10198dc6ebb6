import { fieldsOf, mapIn } from '../chart/fieldsOf.ts';
import type { Rule } from '../rule.ts';
import { valueRange } from '../../project/yamlRange.ts';

export const nameTaken: Rule = {
  id: 'project/name-taken',
  needs: 'platform',
  severity: 'warning',
  title: 'The platform has another extension of this name',
  why: 'Both are one to the platform: the upload replaces the other extension, for everybody, and the next update of the platform replaces yours.',
  remedy: 'Choose another name for the chart.',
  *check({ charts }, { extensions }) {
    for (const { chart } of charts) {
      const fields = fieldsOf(chart);
      const { name } = fields;
      if (typeof name !== 'string') continue;
      const written = mapIn(fields, 'annotations')['ui-visible-name'];
      const title = typeof written === 'string' && written.trim() !== '' ? written : name;
      // The same name with the same title is taken for an earlier build of this project.
      const other = extensions.find((extension) => extension.name === name && extension.title !== title);
      if (other === undefined) continue;
      yield { message: `The platform has "${name}" already: ${other.title}.`, range: valueRange(chart, ['name']) };
    }
  },
};
