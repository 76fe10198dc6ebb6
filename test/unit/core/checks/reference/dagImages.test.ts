import { dagImage, dagTag } from '../../../../../src/core/checks/reference/dagImages.ts';
import { renderedJob } from '../../../../support/checks/renderedJob.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'extension/liver-workflow/values.yaml';

testRule(dagImage, {
  bad: [
    {
      title: 'another name',
      files: { [path]: 'global:\n  image: dag-kidney\n' },
      at: [`${path}:2:10`],
      says: /Its DAG image is dag-liver/,
      fixed: /image: dag-liver\n/,
    },
    { title: 'no name', files: { [path]: 'global:\n  action: copy\n' }, at: [`${path}:1:1`] },
  ],
  good: [
    {
      title: 'an extension without a DAG image',
      files: { 'extension/docker/Dockerfile': undefined, [path]: 'global:\n  image: other\n' },
    },
  ],
});

const chart = 'extension/liver-workflow/Chart.yaml';

testRule(dagTag, {
  bad: [
    {
      title: 'the version that was never set',
      rendered: renderedJob('localhost:32000/dag-liver:0.0.0'),
      at: [`${chart}:1`],
      says: /uses localhost:32000\/dag-liver:0\.0\.0/,
    },
  ],
  good: [
    { title: 'a version', rendered: renderedJob('localhost:32000/dag-liver:0.6.0') },
    { title: 'the image of somebody else', rendered: renderedJob('localhost:32000/other:0.0.0') },
  ],
});
