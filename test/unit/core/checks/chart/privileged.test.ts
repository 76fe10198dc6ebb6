import { privileged } from '../../../../../src/core/checks/chart/privileged.ts';
import { renderedFrom } from '../../../../support/checks/renderedFrom.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const template = 'extension/liver-workflow/templates/a.yaml';

testRule(privileged, {
  bad: [
    {
      title: 'a folder of the host',
      files: {
        [template]:
          'kind: Pod\nmetadata: { name: a, namespace: services }\nspec:\n  volumes:\n    - name: a\n      hostPath:\n        path: /home\n',
      },
      rendered: renderedFrom(
        template,
        'kind: Pod\nmetadata: { name: a, namespace: services }\nspec:\n  volumes:\n    - name: a\n      hostPath:\n        path: /home\n',
      ),
      at: [`${template}:6:7`],
      says: /\/home/,
    },
    {
      title: 'a privileged container',
      files: {
        [template]:
          'kind: Pod\nmetadata: { name: a, namespace: services }\nspec:\n  containers:\n    - name: a\n      securityContext:\n        privileged: true\n',
      },
      rendered: renderedFrom(
        template,
        'kind: Pod\nmetadata: { name: a, namespace: services }\nspec:\n  containers:\n    - name: a\n      securityContext:\n        privileged: true\n',
      ),
      at: [`${template}:7:9`],
    },
    {
      title: 'the network of the host',
      files: { [template]: 'kind: Pod\nmetadata: { name: a, namespace: services }\nspec:\n  hostNetwork: true\n' },
      rendered: renderedFrom(
        template,
        'kind: Pod\nmetadata: { name: a, namespace: services }\nspec:\n  hostNetwork: true\n',
      ),
      at: [`${template}:4:3`],
    },
  ],
  good: [
    {
      title: 'a pod that stays by itself',
      files: {
        [template]:
          'kind: Pod\nmetadata: { name: a, namespace: services }\nspec:\n  containers:\n    - name: a\n      securityContext: { privileged: false }\n',
      },
      rendered: renderedFrom(
        template,
        'kind: Pod\nmetadata: { name: a, namespace: services }\nspec:\n  containers:\n    - name: a\n      securityContext: { privileged: false }\n',
      ),
    },
  ],
});
