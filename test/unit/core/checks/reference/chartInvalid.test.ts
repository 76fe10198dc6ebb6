import { chartInvalid } from '../../../../../src/core/checks/reference/chartInvalid.ts';
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
