import { hookPolicy } from '../../../../../src/core/checks/chart/hookPolicy.ts';
import { renderedFrom } from '../../../../support/checks/renderedFrom.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const template = 'extension/liver-workflow/templates/a.yaml';

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
