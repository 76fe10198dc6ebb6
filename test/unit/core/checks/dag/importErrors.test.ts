import { importMissing, syntaxError } from '../../../../../src/core/checks/dag/importErrors.ts';
import type { PythonVerdict } from '../../../../../src/core/checks/facts.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const dag = 'extension/docker/files/dag_liver.py';
const script = 'processing-containers/liver/files/extract_features.py';

const verdict = (path: string, says: PythonVerdict): { readonly python: ReadonlyMap<string, PythonVerdict> } => ({
  python: new Map([[path, says]]),
});

testRule(syntaxError, {
  bad: [
    {
      title: 'what python3 refuses in a script of a processing container',
      files: { [script]: 'x = 1\nprint("\u{1F600}", "abc)\n' },
      ...verdict(script, { message: 'unterminated string literal', line: 2, column: 12 }),
      at: [`${script}:2:13`],
      says: /^Syntax error: unterminated string literal\.$/,
    },
    {
      title: 'an error of the encoding, which has no column',
      files: { [script]: '# coding: nope\n' },
      ...verdict(script, { message: 'unknown encoding: nope', line: 1, column: 0 }),
      at: [`${script}:1:1`],
    },
    {
      title: 'without python3 a bracket that is not closed',
      files: { [dag]: 'dag = DAG("a"\nx = 1\n' },
      at: [`${dag}:2`],
    },
    {
      title: 'without python3 a string that is not closed',
      files: { [script]: 'print("abc)\n' },
      at: [`${script}:1`],
      says: /Install python3/,
    },
    {
      title: 'what is no Python at all',
      files: { [dag]: `a = ${'('.repeat(300)}` },
      at: [`${dag}:1`],
      says: /more than 200 nested brackets/,
    },
  ],
  good: [
    { title: 'new syntax', files: { [dag]: 'match a:\n    case 1:\n        pass\n' } },
    {
      title: 'what python3 compiles, whatever the parser says',
      files: { [dag]: 'x = (' },
      ...verdict(dag, 'compiles'),
    },
    { title: 'a template of a chart', files: { 'extension/liver-workflow/templates/job.py': 'x = {{ .Values.a }' } },
  ],
});

const path = 'extension/docker/files/dag_liver.py';

const dockerfile = 'extension/docker/Dockerfile';
/** A DAG image that copies as these lines say. */
function image(...copies: readonly string[]): Record<string, string> {
  const head = ['FROM local-only/base-installer:latest', 'LABEL IMAGE="dag-liver" VERSION="0.1.0"'];
  return { [dockerfile]: `${[...head, ...copies].join('\n')}\n` };
}

const tool = { 'extension/docker/files/liver-tools/shared.py': 'one = 1\n' };

testRule(importMissing, {
  bad: [
    {
      title: 'a module in a folder that Airflow does not search',
      files: {
        ...image('COPY files/ /kaapana/tmp/dags/sub/'),
        [path]: 'from liver.LiverOperator import LiverOperator\n',
      },
      at: [`${path}:1:6`],
      says: /the image has extension\/docker\/files\/liver\/LiverOperator\.py as dags\/sub\/liver/,
    },
    {
      title: 'a module that is not copied',
      files: { ...tool, ...image('COPY files/dag_liver.py /kaapana/tmp/dags/'), [path]: 'from shared import one\n' },
      at: [`${path}:1:6`],
      says: /liver-tools\/shared\.py is not copied/,
    },
    {
      title: 'a module that a COPY gave another name',
      files: {
        ...tool,
        ...image(
          'COPY files/dag_liver.py /kaapana/tmp/dags/',
          'COPY files/liver-tools/shared.py /kaapana/tmp/dags/common.py',
        ),
        [path]: 'from shared import one\n',
      },
      at: [`${path}:1:6`],
    },
    {
      title: 'a package that nobody brings once, however many modules of it are used',
      files: { [path]: 'import monai\nfrom monai.data import x\n' },
      at: [`${path}:1:8`],
    },
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
      says: /known to provide the module monai/,
    },
  ],
  good: [
    ...(
      [
        [
          'a folder that becomes another',
          'COPY files/liver-tools /kaapana/tmp/dags/liver_tools',
          'from liver_tools.shared import one',
        ],
        [
          'a file that becomes one of a folder',
          'COPY files/liver-tools/shared.py /kaapana/tmp/dags/liver_tools/',
          'from liver_tools.shared import one',
        ],
        [
          'a file with another name',
          'COPY files/liver-tools/shared.py /kaapana/tmp/dags/common.py',
          'from common import one',
        ],
        ['files in a row', 'COPY files/liver-tools/*.py /kaapana/tmp/dags/a/', 'from a import shared'],
        ['JSON', 'COPY ["files/liver-tools", "/kaapana/tmp/dags/a b/../a"]', 'from a.shared import one'],
        ['a working folder', 'WORKDIR /kaapana/tmp/dags\nCOPY files/liver-tools ./a', 'from a.shared import one'],
        ['plugins', 'COPY files/liver-tools /kaapana/tmp/plugins/a', 'import a.shared'],
        [
          'the whole folder',
          'COPY files/liver-tools /kaapana/tmp/dags/a\nCOPY files /kaapana/tmp/dags',
          'import a.shared',
        ],
        [
          'what is added to a package of Kaapana',
          'COPY files/liver-tools /kaapana/tmp/plugins/kaapana/more',
          'from kaapana.operators.X import X\nfrom kaapana.more.shared import one',
        ],
        ['what another stage brings', 'COPY --from=builder /out /kaapana/tmp/dags/a', 'from a.lost import one'],
        ['what a RUN brings', 'RUN git clone https://example.org/a /kaapana/tmp/dags/a', 'from liver.lost import one'],
        ['what a build argument names', 'ARG DIR\nCOPY files/$DIR /kaapana/tmp/dags/', 'from liver.lost import one'],
        ['folders that the DAG adds', '', 'import sys\nsys.path.append("/x")\nimport lost'],
      ] as const
    ).map(([title, copy, imports]) => ({
      title,
      files: {
        ...tool,
        ...image('COPY files/dag_liver.py /kaapana/tmp/dags/', 'COPY files/liver /kaapana/tmp/dags/liver', copy),
        [path]: `${imports}\n`,
      },
    })),
    {
      title: 'a file that is not copied',
      files: {
        ...image('COPY files/dag_liver.py /kaapana/tmp/dags/', 'COPY files/liver /kaapana/tmp/dags/liver'),
        'extension/docker/files/dag_old.py': 'from liver.lost import one\nimport monai\n',
      },
    },
    {
      title: 'an operator that is not copied, which has a finding of its own',
      files: image('COPY files/dag_liver.py /kaapana/tmp/dags/'),
    },
    {
      title: 'names that a module makes when it runs',
      files: {
        'extension/docker/files/liver/made.py': 'globals().update(load())\n',
        [path]: 'from liver.made import anything\n',
      },
    },
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
