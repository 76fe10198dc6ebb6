import { chartPullAlways } from '../../../../../src/core/checks/reference/chartPullAlways.ts';
import { renderedJob } from '../../../../support/checks/renderedJob.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const chart = 'extension/liver-workflow/Chart.yaml';

testRule(chartPullAlways, {
  bad: [{ title: 'an imported image', rendered: renderedJob('local-only/tool:1', 'Always'), at: [`${chart}:1`] }],
  good: [{ title: 'an image of a registry', rendered: renderedJob('localhost:32000/tool:1', 'Always') }],
});
