import { resourceName } from '../../../../../src/core/checks/chart/resourceName.ts';
import { renderedFrom } from '../../../../support/checks/renderedFrom.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const template = 'extension/liver-workflow/templates/a.yaml';

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
