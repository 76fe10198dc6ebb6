import { registryHardCoded } from '../../../../../src/core/checks/image/registryHardCoded.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'processing-containers/liver/Dockerfile';

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
