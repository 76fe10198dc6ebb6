import { namespaceMissing } from '../../../../../src/core/checks/chart/namespaceMissing.ts';
import { renderedFrom } from '../../../../support/checks/renderedFrom.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'extension/liver-workflow/templates/a.yaml';

function template(title: string, text: string, rendered = text) {
  return { title, files: { [path]: text }, rendered: renderedFrom(path, rendered) };
}

testRule(namespaceMissing, {
  bad: [
    { ...template('a Deployment', 'kind: Deployment\nmetadata:\n  name: liver\n'), at: [`${path}:3:3`] },
    { ...template('a Job', 'kind: Job\nmetadata: { name: liver }\n'), at: [`${path}:2:13`], says: /Job "liver"/ },
    {
      ...template(
        'one beside a Service that has it',
        'kind: Service\nmetadata: { name: a, namespace: b }\n---\nkind: Job\nmetadata: { name: liver }\n',
      ),
      at: [`${path}:5:13`],
    },
    {
      ...template('an empty one', 'kind: Job\nmetadata: { name: liver, namespace: "" }\n'),
      at: [`${path}:2:13`],
    },
    {
      ...template('a member of a list', 'kind: List\nitems: [{ kind: Job, metadata: { name: liver } }]\n'),
      at: [`${path}:2:34`],
    },
  ],
  good: [
    template('a Job with one', 'kind: Job\nmetadata: { name: liver, namespace: services }\n'),
    template('a Service', 'kind: Service\nmetadata: { name: liver }\n'),
    template('a hook', 'kind: Job\nmetadata: { name: liver, annotations: { helm.sh/hook: pre-delete } }\n'),
    template(
      'one that arrives when the chart is launched',
      'kind: Job\nmetadata:\n  name: liver\n  namespace: {{ .Values.global.namespace }}\n',
      'kind: Job\nmetadata:\n  name: liver\n  namespace:\n',
    ),
    template(
      'one that depends on a value',
      'kind: Job\nmetadata:\n  name: liver\n  {{- with .Values.namespace }}\n  namespace: {{ . }}\n  {{- end }}\n',
      'kind: Job\nmetadata:\n  name: liver\n',
    ),
  ],
});
