import { baseUnknown } from '../../../../../src/core/checks/image/baseUnknown.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'processing-containers/liver/Dockerfile';

testRule(baseUnknown, {
  bad: [
    {
      title: 'a base that is nowhere',
      files: { [path]: 'FROM local-only/base-pyton-cpu:latest\nLABEL IMAGE=liver\n' },
      registry: { repositories: ['base-python-cpu', 'base-installer'] },
      at: [`${path}:1:6`],
      says: /"base-pyton-cpu"\. Near it: base-python-cpu/,
    },
  ],
  good: [
    {
      title: 'bases that are in the registry or the project, or come from elsewhere',
      files: {
        [path]: 'FROM local-only/dag-liver AS a\nFROM docker.io/library/debian:12\nLABEL IMAGE=liver\n',
      },
      registry: { repositories: ['base-installer'] },
    },
  ],
});
