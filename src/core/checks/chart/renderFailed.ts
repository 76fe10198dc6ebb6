import type { Rule } from '../rule.ts';

export const renderFailed: Rule = {
  id: 'chart/render-failed',
  needs: 'rendered',
  severity: 'error',
  title: 'Helm cannot render the chart',
  why: 'Neither packaging nor installing works before that is mended.',
  remedy: 'Correct the template or value that Helm names.',
  *check({ texts, charts }, { problem }) {
    if (problem === undefined) return;
    const { place, message, detail } = problem;
    const source = [...texts.values()].find(({ file }) => file === place?.file) ?? charts[0]?.chart;
    if (source === undefined) return;
    const known = source.file === place?.file;
    yield {
      message: detail === undefined ? message : `${message} ${detail}`,
      range: source.rangeFrom(known ? place : undefined),
    };
  },
};
