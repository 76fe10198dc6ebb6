import type { Rule } from '../rule.ts';

export const chartSeveral: Rule = {
  id: 'project/chart-several',
  needs: 'files',
  severity: 'error',
  title: 'A project has several charts',
  why: 'A project becomes one extension. Which of the charts that is cannot be told.',
  remedy: 'Give every chart a project of its own, or put one into charts/ of the other when it depends on it.',
  *check({ charts }) {
    const [first, ...others] = charts;
    for (const { chart } of others) {
      yield { message: `This project has a chart in ${first?.folder ?? ''} already.`, range: chart.rangeFrom() };
    }
  },
};
