import { adminNamespace } from '../../../../../src/core/checks/chart/adminNamespace.ts';
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
      says: /lands in admin/,
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
