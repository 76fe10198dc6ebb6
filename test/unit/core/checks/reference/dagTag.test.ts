import { dagTag } from '../../../../../src/core/checks/reference/dagTag.ts';
import { renderedJob } from '../../../../support/checks/renderedJob.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const chart = 'extension/liver-workflow/Chart.yaml';

testRule(dagTag, {
  bad: [
    {
      title: 'the version that was never set',
      rendered: renderedJob('localhost:32000/dag-liver:0.0.0'),
      at: [`${chart}:1`],
      says: /wants localhost:32000\/dag-liver:0\.0\.0/,
    },
  ],
  good: [
    { title: 'a version', rendered: renderedJob('localhost:32000/dag-liver:0.6.0') },
    { title: 'the image of somebody else', rendered: renderedJob('localhost:32000/other:0.0.0') },
  ],
});
