import { formPropertyUnread } from '../../../../../src/core/checks/dag/formPropertyUnread.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'extension/docker/files/dag_liver.py';
const script = 'processing-containers/liver/files/process.py';

function withForm(property: string, more = ''): Record<string, string> {
  const form = `{"type": "object", "properties": {"${property}": {"type": "string"}}}`;
  return { [path]: `DAG("liver", default_args={"ui_forms": {"workflow_form": ${form}}})\n${more}` };
}

testRule(formPropertyUnread, {
  bad: [
    {
      title: 'a property that nobody asks for',
      files: withForm('threshold'),
      at: [`${path}:1`],
      says: /environment variable THRESHOLD/,
    },
    {
      title: 'a property that only a comment names',
      files: { ...withForm('threshold'), [script]: '# THRESHOLD\nprint(1)\n' },
      at: [`${path}:1`],
    },
  ],
  good: [
    {
      title: 'a property that the container reads',
      files: { ...withForm('threshold'), [script]: 'get("THRESHOLD")\n' },
    },
    {
      title: 'a property that a shell script reads',
      files: { ...withForm('threshold'), 'processing-containers/liver/run.sh': 'echo $THRESHOLD\n' },
    },
    {
      title: 'a property that the DAG reads',
      files: withForm('threshold', 'x = conf["workflow_form"]["threshold"]\n'),
    },
    { title: 'what the platform reads', files: withForm('single_execution') },
    {
      title: 'operators that cannot be looked into',
      files: withForm('threshold', 'from nnunet.NnUnetOperator import NnUnetOperator\n'),
    },
  ],
});
