import { variableDuplicate } from '../../../../../src/core/checks/chart/variableDuplicate.ts';
import { renderedFrom } from '../../../../support/checks/renderedFrom.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const template = 'extension/liver-workflow/templates/a.yaml';

testRule(variableDuplicate, {
  bad: [
    {
      title: 'a variable that stands twice',
      files: {
        [template]:
          'kind: Pod\nmetadata: { name: a, namespace: services }\nspec:\n  containers:\n    - name: a\n      env:\n        - name: A\n          value: b\n        - name: A\n          value: c\n',
      },
      rendered: renderedFrom(
        template,
        'kind: Pod\nmetadata: { name: a, namespace: services }\nspec:\n  containers:\n    - name: a\n      env:\n        - name: A\n          value: b\n        - name: A\n          value: c\n',
      ),
      at: [`${template}:7:11`],
    },
  ],
  good: [
    {
      title: 'variables of two containers',
      files: {
        [template]:
          'kind: Pod\nmetadata: { name: a, namespace: services }\nspec:\n  initContainers: [{ name: b, env: [{ name: A }] }]\n  containers: [{ name: a, env: [{ name: A }] }]\n',
      },
      rendered: renderedFrom(
        template,
        'kind: Pod\nmetadata: { name: a, namespace: services }\nspec:\n  initContainers: [{ name: b, env: [{ name: A }] }]\n  containers: [{ name: a, env: [{ name: A }] }]\n',
      ),
    },
  ],
});
