import { baseMisspelt } from '../../../../../src/core/checks/image/baseMisspelt.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'processing-containers/liver/Dockerfile';

testRule(baseMisspelt, {
  bad: [
    {
      title: 'a letter too few',
      files: { [path]: 'FROM local-only/base-pyton-cpu:latest\nLABEL IMAGE=liver\n' },
      at: [`${path}:1:6`],
      says: /base-python-cpu/,
      fixed: /^FROM local-only\/base-python-cpu:latest/,
    },
  ],
  good: [
    { title: 'a base of quite another name', files: { [path]: 'FROM local-only/our-cuda:12\nLABEL IMAGE=liver\n' } },
  ],
});
