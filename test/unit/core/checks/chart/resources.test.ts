import {
  adminNamespace,
  hookPolicy,
  namespaceMissing,
  resourceName,
} from '../../../../../src/core/checks/chart/resources.ts';
import { renderedFrom } from '../../../../support/checks/renderedFrom.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const template = 'extension/liver-workflow/templates/a.yaml';

testRule(adminNamespace, {
  bad: [
    {
      title: 'the namespace of the platform',
      files: { [template]: 'kind: Service\nmetadata:\n  name: liver\n  namespace: admin\n' },
      rendered: renderedFrom(template, 'kind: Service\nmetadata:\n  name: liver\n  namespace: admin\n'),
      at: [`${template}:4:3`],
      says: /in the namespace admin/,
    },
    {
      title: 'no namespace',
      files: { [template]: 'kind: Service\nmetadata:\n  name: liver\n' },
      rendered: renderedFrom(template, 'kind: Service\nmetadata:\n  name: liver\n'),
      at: [`${template}:1:1`],
      says: /ends up in admin/,
    },
  ],
  good: [
    {
      title: 'another namespace',
      files: { [template]: 'kind: Service\nmetadata:\n  name: liver\n  namespace: services\n' },
      rendered: renderedFrom(template, 'kind: Service\nmetadata:\n  name: liver\n  namespace: services\n'),
    },
    {
      title: 'a hook',
      files: {
        [template]:
          'kind: Service\nmetadata:\n  name: liver\n  namespace: admin\n  annotations: { helm.sh/hook: pre-install }\n',
      },
      rendered: renderedFrom(
        template,
        'kind: Service\nmetadata:\n  name: liver\n  namespace: admin\n  annotations: { helm.sh/hook: pre-install }\n',
      ),
    },
    {
      title: 'what has no namespace',
      files: { [template]: 'kind: ClusterRole\nmetadata: { name: a }\n' },
      rendered: renderedFrom(template, 'kind: ClusterRole\nmetadata: { name: a }\n'),
    },
    {
      title: 'a Deployment without one, of which chart/namespace-missing tells',
      files: { [template]: 'kind: Deployment\nmetadata: { name: a }\n' },
      rendered: renderedFrom(template, 'kind: Deployment\nmetadata: { name: a }\n'),
    },
  ],
});

const path = 'extension/liver-workflow/templates/a.yaml';

function namespaced(title: string, text: string, rendered = text) {
  return { title, files: { [path]: text }, rendered: renderedFrom(path, rendered) };
}

testRule(namespaceMissing, {
  bad: [
    {
      ...namespaced('a Deployment', 'kind: Deployment\nmetadata:\n  name: liver\n'),
      at: [`${path}:3:3`],
    },
    {
      ...namespaced('a Job', 'kind: Job\nmetadata: { name: liver }\n'),
      at: [`${path}:2:13`],
      says: /Job "liver"/,
    },
    {
      ...namespaced(
        'one beside a Service that has it',
        'kind: Service\nmetadata: { name: a, namespace: b }\n---\nkind: Job\nmetadata: { name: liver }\n',
      ),
      at: [`${path}:5:13`],
    },
    {
      ...namespaced('an empty one', 'kind: Job\nmetadata: { name: liver, namespace: "" }\n'),
      at: [`${path}:2:13`],
    },
    {
      ...namespaced('a member of a list', 'kind: List\nitems: [{ kind: Job, metadata: { name: liver } }]\n'),
      at: [`${path}:2:34`],
    },
  ],
  good: [
    namespaced('a Job with one', 'kind: Job\nmetadata: { name: liver, namespace: services }\n'),
    namespaced('a Service', 'kind: Service\nmetadata: { name: liver }\n'),
    namespaced('a hook', 'kind: Job\nmetadata: { name: liver, annotations: { helm.sh/hook: pre-delete } }\n'),
    namespaced(
      'one that arrives when the chart is launched',
      'kind: Job\nmetadata:\n  name: liver\n  namespace: {{ .Values.global.namespace }}\n',
      'kind: Job\nmetadata:\n  name: liver\n  namespace:\n',
    ),
    namespaced(
      'one that depends on a value',
      'kind: Job\nmetadata:\n  name: liver\n  {{- with .Values.namespace }}\n  namespace: {{ . }}\n  {{- end }}\n',
      'kind: Job\nmetadata:\n  name: liver\n',
    ),
  ],
});

testRule(resourceName, {
  bad: [
    {
      title: 'an underscore',
      files: { [template]: 'kind: Service\nmetadata:\n  name: my_liver\n' },
      rendered: renderedFrom(template, 'kind: Service\nmetadata:\n  name: my_liver\n'),
      at: [`${template}:3:3`],
    },
    {
      title: 'no name',
      files: { [template]: 'kind: ConfigMap\nmetadata: {}\n' },
      rendered: renderedFrom(template, 'kind: ConfigMap\nmetadata: {}\n'),
      at: [`${template}:1:1`],
    },
    {
      title: 'a name of 64 characters',
      files: {
        [template]:
          'kind: Service\nmetadata:\n  name: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n',
      },
      rendered: renderedFrom(
        template,
        'kind: Service\nmetadata:\n  name: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n',
      ),
      at: [`${template}:3:3`],
      says: /64 characters/,
    },
    {
      title: 'a container with capitals',
      files: { [template]: 'kind: Pod\nmetadata: { name: a }\nspec:\n  containers:\n    - name: Main\n' },
      rendered: renderedFrom(template, 'kind: Pod\nmetadata: { name: a }\nspec:\n  containers:\n    - name: Main\n'),
      at: [`${template}:5:7`],
    },
  ],
  good: [
    {
      title: 'names that are taken',
      files: { [template]: 'kind: Service\nmetadata:\n  name: liver\n' },
      rendered: renderedFrom(template, 'kind: Service\nmetadata:\n  name: liver\n'),
    },
    {
      title: 'a Role with a colon',
      files: { [template]: 'kind: ClusterRole\nmetadata: { name: "system:liver" }\n' },
      rendered: renderedFrom(template, 'kind: ClusterRole\nmetadata: { name: "system:liver" }\n'),
    },
  ],
});

testRule(hookPolicy, {
  bad: [
    {
      title: 'a hook without policy',
      files: { [template]: 'kind: Job\nmetadata:\n  name: liver\n  annotations:\n    helm.sh/hook: pre-install\n' },
      rendered: renderedFrom(
        template,
        'kind: Job\nmetadata:\n  name: liver\n  annotations:\n    helm.sh/hook: pre-install\n',
      ),
      at: [`${template}:5:5`],
    },
  ],
  good: [
    {
      title: 'a hook with a policy',
      files: {
        [template]:
          'kind: Job\nmetadata:\n  name: liver\n  annotations:\n    helm.sh/hook: pre-install\n    helm.sh/hook-delete-policy: hook-succeeded\n',
      },
      rendered: renderedFrom(
        template,
        'kind: Job\nmetadata:\n  name: liver\n  annotations:\n    helm.sh/hook: pre-install\n    helm.sh/hook-delete-policy: hook-succeeded\n',
      ),
    },
    {
      title: 'no hook',
      files: { [template]: 'kind: Service\nmetadata:\n  name: liver\n' },
      rendered: renderedFrom(template, 'kind: Service\nmetadata:\n  name: liver\n'),
    },
  ],
});
