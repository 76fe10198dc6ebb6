import { kindKeywords, launchedKeyword, workflowApiKeywords } from '../../project/kindKeywords.ts';
import { editDistance, nearest } from '../../text/nearest.ts';
import type { Rule } from '../rule.ts';
import { valueRange } from '../../project/yamlRange.ts';
import { fieldsOf } from './fieldsOf.ts';

const known = [
  ...kindKeywords,
  ...workflowApiKeywords,
  'kaapanaexperimental',
  'kaapanamultiinstallable',
  launchedKeyword,
  'gpurequired',
];

export const keywordUnknown: Rule = {
  id: 'chart/keyword-unknown',
  needs: 'files',
  severity: 'warning',
  title: 'A keyword looks like one of the platform, but is none',
  why: 'The platform ignores keywords that it does not know, so the chart is not what it says it is.',
  remedy: `Write one of ${known.join(', ')}.`,
  *check({ charts }) {
    for (const { chart } of charts) {
      const { keywords } = fieldsOf(chart);
      if (keywords !== undefined && keywords !== null && !isTextList(keywords)) {
        yield {
          message: 'The keywords must be a list of texts.',
          range: valueRange(chart, ['keywords']),
          severity: 'error',
        };
      }
      if (!Array.isArray(keywords)) continue;
      for (const [index, keyword] of keywords.entries()) {
        if (typeof keyword !== 'string' || known.includes(keyword)) continue;
        const near = nearest(keyword.toLowerCase(), known)[0];
        const isNear = near !== undefined && editDistance(keyword.toLowerCase(), near) <= 2;
        if (!isNear && !/^kaapana/iu.test(keyword)) continue;
        const range = valueRange(chart, ['keywords', index]);
        yield {
          message: `The platform does not know the keyword "${keyword}".${isNear ? ` It knows "${near}".` : ''}`,
          range,
          fix: isNear ? { title: `Change it to ${near}`, edits: [{ range, text: near }] } : undefined,
        };
      }
    }
  },
};

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
