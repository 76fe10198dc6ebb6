import { dagFileNotCopied } from '../../../../../src/core/checks/image/dagFileNotCopied.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'extension/docker/Dockerfile';

testRule(dagFileNotCopied, {
  bad: [
    {
      title: 'an operator that is not copied',
      files: {
        [path]:
          'FROM local-only/base-installer:latest\nLABEL IMAGE=dag-liver\nCOPY files/dag_liver.py /kaapana/tmp/dags/\n',
      },
      at: [`${path}:3`],
      says: /operator files\/liver\/LiverOperator\.py is not copied/,
    },
    {
      title: 'files that go elsewhere',
      files: { [path]: 'FROM local-only/base-installer:latest\nLABEL IMAGE=dag-liver\nCOPY files/ /app/\n' },
      at: [`${path}:3`, `${path}:3`],
      says: /below \/kaapana\/tmp/,
    },
    {
      title: 'a DAG that is left out',
      files: { 'extension/docker/.dockerignore': 'files/dag_*' },
      at: [`${path}:4`],
      says: /left out by \.dockerignore/,
    },
  ],
  good: [
    {
      title: 'a relative target',
      files: {
        [path]:
          'FROM local-only/base-installer:latest\nLABEL IMAGE=dag-liver\nWORKDIR /kaapana/tmp\nCOPY files dags/\n',
      },
    },
  ],
});
