import {
  hasKind,
  kindKeywords,
  launchedKeyword,
  whereInsteadOfExtensions,
  workflowApiKeywords,
} from '../../project/kindKeywords.ts';
import type { SourceFile } from '../../project/sourceFile.ts';
import { keyRange, valueRange } from '../../project/yamlRange.ts';
import { editDistance, nearest } from '../../text/nearest.ts';
import type { Rule } from '../rule.ts';
import { fieldsOf } from './files.ts';

/** The keywords of a Chart.yaml that are text. */
export function keywordsOf(chart: SourceFile): string[] {
  const { keywords } = fieldsOf(chart);
  return Array.isArray(keywords) ? keywords.filter((keyword) => typeof keyword === 'string') : [];
}

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
