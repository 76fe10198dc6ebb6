import { dagBase } from '../../../../../src/core/checks/image/dagBase.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'extension/docker/Dockerfile';

testRule(dagBase, {
  bad: [
    {
      title: 'a DAG image from another base',
      files: {
        [path]: 'FROM local-only/base-python-cpu:latest\nLABEL IMAGE=dag-liver\nCOPY files/ /kaapana/tmp/dags/\n',
      },
      at: [`${path}:1:6`],
      fixed: /^FROM local-only\/base-installer:latest\n/,
    },
  ],
  good: [
    {
      title: 'an image whose folder is around the DAG image',
      files: { Dockerfile: 'FROM debian:12\nLABEL IMAGE=x\n' },
    },
  ],
});
