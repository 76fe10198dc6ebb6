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
