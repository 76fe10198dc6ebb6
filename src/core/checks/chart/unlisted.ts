import { whereInsteadOfExtensions } from '../../project/kindKeywords.ts';
import type { Rule } from '../rule.ts';
import { keyRange } from '../../project/yamlRange.ts';
import { keywordsOf } from './keywordsOf.ts';

export const unlisted: Rule = {
  id: 'chart/unlisted',
  needs: 'files',
  severity: 'hint',
  title: 'The page Extensions does not show a chart of this kind',
  why: 'The platform installs it all the same, but its list of extensions has only charts of other kinds.',
  remedy: 'Nothing has to be done where this is meant. Otherwise change the keywords in Chart.yaml.',
  *check({ charts }) {
    for (const { chart, role } of charts) {
      const keywords = keywordsOf(chart);
      const where = whereInsteadOfExtensions(keywords);
      if (role === 'dependency' || where === undefined) continue;
      yield {
        message: `The page Extensions does not show this chart: ${where}.`,
        range: keyRange(chart, ['keywords']),
      };
    }
  },
};
