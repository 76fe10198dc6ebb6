import {
  hasKind,
  kindKeywords,
  launchedKeyword,
  whereInsteadOfExtensions,
  workflowApiKeywords,
} from '../../project/chart.ts';
import { type SourceFile, keyRange, valueRange } from '../../project/sourceFile.ts';
import { editDistance, nearest } from '../../text/nearest.ts';
import type { Rule } from '../rule.ts';
import { fieldsOf } from './files.ts';

/** The keywords in a Chart.yaml that are strings. */
export function keywordsOf(chart: SourceFile): string[] {
  const { keywords } = fieldsOf(chart);
  return Array.isArray(keywords) ? keywords.filter((keyword) => typeof keyword === 'string') : [];
}

export const keywordKind: Rule = {
  id: 'chart/keyword-kind',
  needs: 'files',
  severity: 'error',
  title: 'The chart has no keyword for its kind of extension',
  why: 'The platform lists only charts with one of these keywords. Without one, the upload succeeds, but the extension does not appear.',
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
  title: 'The chart has keywords for more than one kind of extension',
  why: 'The platform treats it as only one of them, so it is missing from the list of the other kind.',
  remedy: 'Keep the keyword that fits, and create a second extension for the other kind.',
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
  title: "A keyword is unknown but resembles one of the platform's",
  why: 'The platform ignores unknown keywords, so the chart does not become what they ask for.',
  remedy: `Use one of ${known.join(', ')}.`,
  *check({ charts }) {
    for (const { chart } of charts) {
      const { keywords } = fieldsOf(chart);
      if (keywords !== undefined && keywords !== null && !isTextList(keywords)) {
        yield {
          message: 'The keywords must be a list of strings.',
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
          message: `Unknown keyword "${keyword}".${isNear ? ` Did you mean "${near}"?` : ''}`,
          range,
          fix: isNear ? { title: `Change to ${near}`, edits: [{ range, text: near }] } : undefined,
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
  title: 'The Extensions page does not show charts of this kind',
  why: 'The platform can install the chart, but its extension list shows only other kinds.',
  remedy: 'If this is intended, do nothing. Otherwise, change the keywords in Chart.yaml.',
  *check({ charts }) {
    for (const { chart, role } of charts) {
      const keywords = keywordsOf(chart);
      const where = whereInsteadOfExtensions(keywords);
      if (role === 'dependency' || where === undefined) continue;
      yield {
        message: `The Extensions page does not show this chart: ${where}.`,
        range: keyRange(chart, ['keywords']),
      };
    }
  },
};
