import { formPropertyUnread } from '../../../../../src/core/checks/dag/formUse.ts';
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
    ...(
      [
        [
          'an operator of the platform that may read it',
          'from kaapana.operators.MergeMasksOperator import MergeMasksOperator\n',
        ],
        [
          'an image of the platform',
          'KaapanaBaseOperator(image=f"{DEFAULT_REGISTRY}/other:{KAAPANA_BUILD_VERSION}")\n',
        ],
        ['a chart that an operator launches', 'KaapanaBaseOperator(launch_application_chart="viewer-chart")\n'],
        ['a form that is handed on as a whole', 'show(conf["workflow_form"])\n'],
      ] as const
    ).map(([title, more]) => ({ title, files: withForm('threshold', more) })),
    {
      title: 'variables that are read by names that only a run knows',
      files: { ...withForm('threshold'), [script]: 'import os\nfor key in keys: print(os.environ[key])\n' },
    },
    {
      title: 'code in another language',
      files: { ...withForm('threshold'), 'processing-containers/liver/files/run.R': 'x\n' },
    },
    { title: 'the modality that the input operator compares', files: withForm('input') },
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
