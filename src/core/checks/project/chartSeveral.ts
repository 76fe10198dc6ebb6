import { mainCharts } from '../../project/requireBuildable.ts';
import type { Rule } from '../rule.ts';

export const chartSeveral: Rule = {
  id: 'project/chart-several',
  needs: 'files',
  severity: 'error',
  title: 'A project has several charts',
  why: 'A project becomes one extension. Which of the charts that is cannot be told. Charts that another one depends on, or that an operator launches (keyword kaapanaint), do not count.',
  remedy: 'Give every chart a project of its own, or put one into charts/ of the other when it depends on it.',
  *check({ charts }) {
    const [first, ...others] = mainCharts(charts);
    for (const { chart } of others) {
      yield { message: `This project has a chart in ${first?.folder ?? ''} already.`, range: chart.rangeFrom() };
    }
  },
};
