import { foreignClaim } from '../../../../../src/core/checks/chart/foreignClaim.ts';
import { renderedFrom } from '../../../../support/checks/renderedFrom.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const template = 'extension/liver-workflow/templates/a.yaml';

testRule(foreignClaim, {
  bad: [
    {
      title: 'a claim of somebody else',
      files: {
        [template]:
          'kind: Pod\nmetadata: { name: a, namespace: services }\nspec:\n  volumes:\n    - name: a\n      persistentVolumeClaim:\n        claimName: dags-pv-claim\n',
      },
      rendered: renderedFrom(
        template,
        'kind: Pod\nmetadata: { name: a, namespace: services }\nspec:\n  volumes:\n    - name: a\n      persistentVolumeClaim:\n        claimName: dags-pv-claim\n',
      ),
      at: [`${template}:7:9`],
    },
  ],
  good: [
    {
      title: 'a claim of the chart',
      files: {
        [template]:
          'kind: Pod\nmetadata: { name: a, namespace: services }\nspec:\n  volumes:\n    - name: a\n      persistentVolumeClaim:\n        claimName: own\n---\nkind: PersistentVolumeClaim\nmetadata: { name: own }\n',
      },
      rendered: renderedFrom(
        template,
        'kind: Pod\nmetadata: { name: a, namespace: services }\nspec:\n  volumes:\n    - name: a\n      persistentVolumeClaim:\n        claimName: own\n---\nkind: PersistentVolumeClaim\nmetadata: { name: own }\n',
      ),
    },
  ],
});
