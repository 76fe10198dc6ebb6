import { invalid, mutableTag } from '../../../../../src/core/checks/reference/operatorImages.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'extension/docker/files/liver/LiverOperator.py';
const image = (text: string) => ({ [path]: `X(image="${text}")\n` });

testRule(invalid, {
  bad: [
    { title: 'an address', files: image('local-only/http://127.0.0.1:1/x'), at: [`${path}:1:9`] },
    { title: 'an address behind a registry', files: image('localhost:32000///other.example/x'), at: [`${path}:1:9`] },
    { title: 'capitals', files: image('localhost:32000/Liver:1'), at: [`${path}:1:9`], says: /lower case/ },
  ],
  good: [
    { title: 'an image with a tag', files: image('localhost:32000/liver:1') },
    { title: 'a name that only a run knows', files: { [path]: 'X(image=name())\n' } },
  ],
});

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
