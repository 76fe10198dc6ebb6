import { mutableTag } from '../../../../../src/core/checks/reference/mutableTag.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'extension/docker/files/liver/LiverOperator.py';

testRule(mutableTag, {
  bad: [
    {
      title: 'latest of a foreign image',
      files: { [path]: 'X(image="docker.io/org/tool:latest")\n' },
      at: [`${path}:1:9`],
    },
    { title: 'no tag', files: { [path]: 'X(image="registry.example.org/kaapana/tool")\n' }, at: [`${path}:1`] },
  ],
  good: [
    { title: 'an image of this project', files: { [path]: 'X(image="localhost:32000/liver:latest")\n' } },
    { title: 'a version', files: { [path]: 'X(image="docker.io/org/tool:1.2")\n' } },
    {
      title: 'an image that is pulled always',
      files: { [path]: 'X(image="org/tool:latest", image_pull_policy="Always")\n' },
    },
  ],
});
