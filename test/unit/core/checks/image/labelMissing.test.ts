import { labelMissing } from '../../../../../src/core/checks/image/labelMissing.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

testRule(labelMissing, {
  bad: [
    {
      title: 'a Dockerfile without the label',
      files: { 'processing-containers/liver/Dockerfile': 'FROM scratch\nCOPY files/ /\n' },
      at: ['processing-containers/liver/Dockerfile:1'],
      fixed: /^FROM scratch\nLABEL IMAGE="liver"\nCOPY/,
    },
    {
      title: 'a DAG image without the label, and names it after the project',
      files: { 'extension/docker/Dockerfile': 'FROM local-only/base-installer:latest\nCOPY files/ /kaapana/tmp/dags/' },
      at: ['extension/docker/Dockerfile:1:1'],
      fixed: /LABEL IMAGE="dag-/,
    },
  ],
  good: [
    {
      title: 'a Dockerfile that is left out of builds',
      files: { 'other/Dockerfile': 'FROM scratch\nLABEL BUILD_IGNORE="True"\n' },
    },
  ],
});
