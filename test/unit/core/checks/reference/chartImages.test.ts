import {
  chartInvalid,
  chartMutableTag,
  chartPullAlways,
} from '../../../../../src/core/checks/reference/chartImages.ts';
import { renderedJob } from '../../../../support/checks/renderedJob.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const chart = 'extension/liver-workflow/Chart.yaml';
const values = 'extension/liver-workflow/values.yaml';
const address = 'localhost:32000/http://other.example/x';

testRule(chartInvalid, {
  bad: [
    { title: 'an address', rendered: renderedJob(address), at: [`${chart}:1`], says: /not a valid image reference/ },
    {
      title: 'an address in the values',
      rendered: renderedJob(address),
      files: { [values]: `global: {}\nimage: ${address}\n` },
      at: [`${values}:2:8`],
    },
  ],
  good: [
    { title: 'an image with a digest', rendered: renderedJob(`org/tool@sha256:${'0'.repeat(64)}`) },
    { title: 'no image', rendered: renderedJob('') },
  ],
});

testRule(chartMutableTag, {
  bad: [
    { title: 'latest', rendered: renderedJob('org/tool:latest', 'IfNotPresent'), at: [`${chart}:1`] },
    {
      title: 'no tag',
      rendered: renderedJob('localhost:32000/liver', 'IfNotPresent'),
      at: [`${chart}:1`],
      says: /built by this project/,
    },
  ],
  good: [
    { title: 'latest that is pulled always', rendered: renderedJob('org/tool:latest') },
    { title: 'a version', rendered: renderedJob('org/tool:1', 'IfNotPresent') },
  ],
});

testRule(chartPullAlways, {
  bad: [{ title: 'an imported image', rendered: renderedJob('local-only/tool:1', 'Always'), at: [`${chart}:1`] }],
  good: [{ title: 'an image of a registry', rendered: renderedJob('localhost:32000/tool:1', 'Always') }],
});
