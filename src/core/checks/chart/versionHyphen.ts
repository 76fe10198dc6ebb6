import { chartVersionProblem } from '../../project/chartRules.ts';
import type { Rule } from '../rule.ts';
import { valueRange } from '../../project/yamlRange.ts';
import { fieldsOf } from './fieldsOf.ts';

export const versionHyphen: Rule = {
  id: 'chart/version-hyphen',
  needs: 'files',
  severity: 'warning',
  title: 'The version of the chart has a hyphen',
  why: 'The platform splits the name of an uploaded file at its last hyphen into name and version. It would take a part of the version for the name and never find the chart again. The kit sets a version of its own, other tools do not.',
  remedy: 'Write what follows the hyphen after a plus, as in 1.2.3+rc.1.',
  *check({ charts }) {
    for (const { chart, role } of charts) {
      if (role !== 'extension') continue;
      const { version } = fieldsOf(chart);
      if (typeof version !== 'string' || !version.includes('-') || chartVersionProblem(version) !== undefined) continue;
      const range = valueRange(chart, ['version']);
      const [core = '', ...rest] = version.split('-');
      const text = `${core}+${rest.join('.').replaceAll('+', '.')}`;
      yield {
        message: `The platform would not find the version "${version}" again.`,
        range,
        fix: { title: `Write ${text}`, edits: [{ range, text: `"${text}"` }] },
      };
    }
  },
};
