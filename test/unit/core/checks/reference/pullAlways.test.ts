import { pullAlways } from '../../../../../src/core/checks/reference/pullAlways.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'extension/docker/files/liver/LiverOperator.py';
const values = 'extension/liver-workflow/values.yaml';

testRule(pullAlways, {
  bad: [
    {
      title: 'an imported image',
      files: { [path]: 'X(image="local-only/tool:1", image_pull_policy="Always")\n' },
      at: [`${path}:1:48`],
      fixed: /image_pull_policy="IfNotPresent"/,
    },
    {
      title: 'an imported DAG image',
      files: {
        [values]: 'global:\n  image: dag-liver\n  custom_registry_url: local-only\n  pull_policy_images: Always\n',
      },
      at: [`${values}:4:23`],
    },
  ],
  good: [
    {
      title: 'an image of a registry',
      files: { [path]: 'X(image="localhost:32000/liver:1", image_pull_policy="Always")\n' },
    },
    {
      title: 'the policy IfNotPresent',
      files: { [path]: 'X(image="local-only/tool:1", image_pull_policy="IfNotPresent")\n' },
    },
  ],
});
