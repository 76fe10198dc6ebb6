import { dagBase, dagFileNotCopied } from '../../../../../src/core/checks/image/dagImages.ts';
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

testRule(dagFileNotCopied, {
  bad: [
    {
      title: 'an operator that its class makes one, whatever its file is called',
      files: {
        [path]: 'FROM local-only/base-installer:latest\nLABEL IMAGE=dag-liver\nCOPY files/ /kaapana/tmp/dags/\n',
        'extension/docker/ChooseBranch.py': 'class ChooseBranch(KaapanaBranchPythonBaseOperator):\n    pass\n',
      },
      at: [`${path}:3`],
      says: /operator ChooseBranch\.py is not copied/,
    },
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
      says: /excluded by \.dockerignore/,
    },
  ],
  good: [
    {
      title: 'a file that is only called as operators are',
      files: {
        [path]: `FROM local-only/base-installer:latest\nLABEL IMAGE=dag-liver\nCOPY files/dag_liver.py /kaapana/tmp/dags/\nCOPY files/liver /kaapana/tmp/dags/liver\n`,
        'extension/docker/OldOperator.py': 'x = 1\n',
      },
    },
    {
      title: 'what a script may copy',
      files: {
        [path]:
          'FROM local-only/base-installer:latest\nLABEL IMAGE=dag-liver\nCOPY files /src\nRUN cp -r /src/* /kaapana/tmp/dags/\n',
      },
    },
    {
      title: 'the whole tree',
      files: {
        [path]: 'FROM local-only/base-installer:latest\nLABEL IMAGE=dag-liver\nCOPY files /kaapana/tmp\n',
      },
    },
    {
      title: 'a relative target',
      files: {
        [path]:
          'FROM local-only/base-installer:latest\nLABEL IMAGE=dag-liver\nWORKDIR /kaapana/tmp\nCOPY files dags/\n',
      },
    },
  ],
});
