import { importMissing } from '../../../../../src/core/checks/dag/importMissing.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'extension/docker/files/dag_liver.py';

testRule(importMissing, {
  bad: [
    {
      title: 'a module of the project that is not there',
      files: { [path]: 'from liver.SpleenOperator import SpleenOperator\n' },
      at: [`${path}:1:6`],
      says: /has no module liver\.SpleenOperator\.$/,
    },
    {
      title: 'other capitals',
      files: { [path]: 'from liver.Liveroperator import LiverOperator\n' },
      at: [`${path}:1`],
      says: /did you mean liver\.LiverOperator/,
      fixed: /^from liver\.LiverOperator import LiverOperator/,
    },
    {
      title: 'a name that the module has not',
      files: { [path]: 'from liver.LiverOperator import LiverOperators\n' },
      at: [`${path}:1:33`],
      says: /has no "LiverOperators"/,
    },
    { title: 'a relative module that is not there', files: { [path]: 'from .other import a\n' }, at: [`${path}:1`] },
    {
      title: 'a package that Airflow does not bring',
      files: { [path]: 'import monai\n' },
      at: [`${path}:1:8`],
      says: /known to bring the module monai/,
    },
  ],
  good: [
    {
      title: 'Python, Airflow, Kaapana and the project',
      files: {
        [path]: [
          'import os, json.decoder',
          'from airflow.models import DAG',
          'from kaapana.operators.X import X',
          'from liver import LiverOperator',
          'from liver.LiverOperator import LiverOperator as L',
          'from .liver.LiverOperator import *',
          '',
        ].join('\n'),
      },
    },
    {
      title: 'what the Airflow of the platform brings',
      files: {
        [path]: [
          'import numpy as np, pandas, pydicom, torch, opensearchpy, jwt, pydantic, attrs, tomllib',
          'from google.protobuf import message',
          'from task_api_operators.KaapanaTaskOperator import KaapanaTaskOperator',
          'from kaapana_federated.KaapanaFederatedTraining import KaapanaFederatedTrainingBase',
          '',
        ].join('\n'),
      },
    },
    { title: 'what may fail', files: { [path]: 'try:\n    import torch\nexcept ImportError:\n    torch = None\n' } },
    {
      title: 'a package without __init__.py',
      files: {
        'extension/docker/files/plain/One.py': 'one = 1\n',
        [path]: 'from plain.One import one\nfrom plain import One\n',
      },
    },
  ],
});
