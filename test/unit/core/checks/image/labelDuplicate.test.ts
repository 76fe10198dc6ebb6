import { labelDuplicate } from '../../../../../src/core/checks/image/labelDuplicate.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'processing-containers/liver/Dockerfile';

testRule(labelDuplicate, {
  bad: [
    {
      title: 'two images of one name',
      files: {
        'a/Dockerfile': 'FROM scratch\nLABEL IMAGE="same"\n',
        'b/Dockerfile': 'FROM scratch\nLABEL IMAGE=same\n',
      },
      at: ['b/Dockerfile:2:7'],
      says: /a\/Dockerfile/,
    },
    {
      title: 'two names of one image',
      files: { [path]: 'FROM scratch\nLABEL IMAGE=one\nLABEL IMAGE=liver\n' },
      at: [`${path}:2`],
      says: /"one"/,
    },
  ],
  good: [
    {
      title: 'an image that is left out of builds',
      files: { 'a/Dockerfile': 'FROM scratch\nLABEL IMAGE=liver BUILD_IGNORE=True\n' },
    },
  ],
});
