import { fileName } from '../../../../../src/core/checks/operator/fileName.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

testRule(fileName, {
  bad: [
    {
      title: 'an operator in a file of another name',
      files: { 'extension/docker/files/liver/segment.py': 'class SegmentOperator(KaapanaBaseOperator):\n    pass\n' },
      at: ['extension/docker/files/liver/segment.py:1:7'],
      says: /Rename it to .*SegmentOperator\.py/,
    },
  ],
  good: [
    ...(
      [
        [
          'an operator in the __init__.py of its package',
          '__init__.py',
          'class SegmentOperator(BaseOperator):\n    pass\n',
        ],
        [
          'a file that is named after its class',
          'ChooseBranch.py',
          'class ChooseBranch(KaapanaBranchPythonBaseOperator):\n    pass\n',
        ],
        [
          'a class without Operator in its name',
          'branching.py',
          'class ChooseBranch(KaapanaPythonBaseOperator):\n    pass\n',
        ],
        [
          'a module of several operators',
          'parts.py',
          'class AOperator(BaseOperator):\n    pass\nclass BOperator(AOperator):\n    pass\n',
        ],
      ] as const
    ).map(([title, name, text]) => ({ title, files: { [`extension/docker/files/liver/${name}`]: text } })),
    {
      title: 'another class',
      files: { 'extension/docker/files/liver/settings.py': 'class Settings(Base):\n    pass\n' },
    },
    {
      title: 'an operator inside a DAG',
      files: { 'extension/docker/files/dag_x.py': 'class XOperator(BaseOperator):\n    pass\nDAG("x")\n' },
    },
  ],
});
