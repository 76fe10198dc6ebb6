import { hasKind, kindKeywords, whereInsteadOfExtensions } from '../../project/kindKeywords.ts';
import type { Rule } from '../rule.ts';
import { keyRange } from '../../project/yamlRange.ts';
import { keywordsOf } from './keywordsOf.ts';

export const keywordKind: Rule = {
  id: 'chart/keyword-kind',
  needs: 'files',
  severity: 'error',
  title: 'A chart has no keyword that says what kind of extension it is',
  why: 'The platform lists only charts with one of these keywords. Without it the upload succeeds, and the extension is nowhere to be seen.',
  remedy: `Add one of ${kindKeywords.join(', ')} to the keywords in Chart.yaml.`,
  *check({ charts }) {
    for (const { chart, role } of charts) {
      const keywords = keywordsOf(chart);
      if (chart.yaml === undefined || role === 'dependency' || hasKind(keywords)) continue;
      if (whereInsteadOfExtensions(keywords) !== undefined) continue;
      yield {
        message: `Chart.yaml has none of the keywords ${kindKeywords.join(', ')}.`,
        range: keyRange(chart, ['keywords']),
      };
    }
  },
};
