import { variableUnset } from '../../../../../src/core/checks/operator/variableUnset.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'processing-containers/liver/files/process.py';
const dag = 'extension/docker/files/dag_liver.py';

testRule(variableUnset, {
  bad: [
    {
      title: 'a variable that nobody sets',
      files: { [path]: 'import os\nos.environ["THRESHOLD"]\n' },
      at: [`${path}:2:12`],
      says: /Nobody sets THRESHOLD/,
    },
  ],
  good: [
    { title: 'a variable of the platform', files: { [path]: 'os.environ["BATCH_NAME"]\nos.environ["KAAPANA_X"]\n' } },
    {
      title: 'a variable with a default',
      files: { [path]: 'os.getenv("THRESHOLD", "1")\nif "B" in os.environ: pass\n' },
    },
    {
      title: 'a property of the form',
      files: {
        [path]: 'os.environ["THRESHOLD"]\n',
        [dag]:
          'DAG("liver", default_args={"ui_forms": {"workflow_form": {"properties": {"threshold": {"type": "number"}}}}})\n',
      },
    },
    {
      title: "an operator's variable",
      files: { [path]: 'os.environ["THRESHOLD"]\n', [dag]: 'LiverOperator(env_vars={"THRESHOLD": "1"})\n' },
    },
    {
      title: 'an operator whose variables only a run knows',
      files: { [path]: 'os.environ["A"]\n', [dag]: 'LiverOperator(env_vars=make())\n' },
    },
    {
      title: 'a variable of the Dockerfile',
      files: {
        [path]: 'os.environ["THRESHOLD"]\n',
        'processing-containers/liver/Dockerfile':
          'FROM local-only/base-python-cpu:latest\nLABEL IMAGE="liver" VERSION="1"\nENV THRESHOLD=1\nCMD ["x"]\n',
      },
    },
    {
      title: 'a test of the container',
      files: { 'processing-containers/liver/tests/test_process.py': 'os.environ["THRESHOLD"]\n' },
    },
  ],
});
