import { baseMisspelt, baseUnknown, registryHardCoded } from '../../../../../src/core/checks/image/bases.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'processing-containers/liver/Dockerfile';

testRule(baseUnknown, {
  bad: [
    {
      title: 'a base that is nowhere',
      files: { [path]: 'FROM local-only/base-pyton-cpu:latest\nLABEL IMAGE=liver\n' },
      registry: { repositories: ['base-python-cpu', 'base-installer'] },
      at: [`${path}:1:6`],
      says: /"base-pyton-cpu"\. Similar: base-python-cpu/,
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

testRule(registryHardCoded, {
  bad: [
    {
      title: 'the registry of the cluster',
      files: {
        [path]: 'FROM local-registry.services.svc.cluster.local:5000/base-python-cpu:latest\nLABEL IMAGE=liver\n',
      },
      at: [`${path}:1:6`],
      fixed: /^FROM local-only\/base-python-cpu:latest\n/,
    },
    {
      title: 'the registry of this machine',
      files: { [path]: 'FROM localhost:32000/base-python-cpu\nLABEL IMAGE=liver\n' },
      at: [`${path}:1`],
    },
  ],
  good: [{ title: 'a public image', files: { [path]: 'FROM debian:12\nLABEL IMAGE=liver\n' } }],
});
