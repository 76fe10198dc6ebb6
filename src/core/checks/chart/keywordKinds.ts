import { kindKeywords } from '../../project/kindKeywords.ts';
import type { Rule } from '../rule.ts';
import { keyRange } from '../../project/yamlRange.ts';
import { keywordsOf } from './keywordsOf.ts';

export const keywordKinds: Rule = {
  id: 'chart/keyword-kinds',
  needs: 'files',
  severity: 'error',
  title: 'A chart is of two kinds at once',
  why: 'The platform lists it as one of them and treats it like that: an application is not found among the workflows, and the reverse.',
  remedy: 'Keep the keyword that fits, and make a second extension for the other one.',
  *check({ charts }) {
    for (const { chart } of charts) {
      const kinds = kindKeywords.filter((kind) => keywordsOf(chart).includes(kind));
      if (kinds.length < 2) continue;
      yield { message: `The keywords name several kinds: ${kinds.join(', ')}.`, range: keyRange(chart, ['keywords']) };
    }
  },
};
