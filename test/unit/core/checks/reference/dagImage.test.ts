import { dagImage } from '../../../../../src/core/checks/reference/dagImage.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'extension/liver-workflow/values.yaml';

testRule(dagImage, {
  bad: [
    {
      title: 'another name',
      files: { [path]: 'global:\n  image: dag-kidney\n' },
      at: [`${path}:2:10`],
      says: /its DAG image is dag-liver/,
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
