import { platformRegistry } from '../../../../../src/core/checks/reference/platformRegistry.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'extension/docker/files/liver/LiverOperator.py';
const values = 'extension/liver-workflow/values.yaml';

testRule(platformRegistry, {
  bad: [
    {
      title: "the platform's registry before an image of this project",
      files: { [path]: 'X(image="registry.example.org/kaapana/liver:0.6.0")\n' },
      at: [`${path}:1:9`],
      says: /This project builds liver; the registry registry\.example\.org\/kaapana/,
    },
    {
      title: "the platform's registry for the DAG image",
      files: { [values]: 'global:\n  image: dag-liver\n  custom_registry_url: registry.example.org/kaapana\n' },
      at: [`${values}:3:24`],
    },
  ],
  good: [
    { title: 'DEFAULT_REGISTRY, which is replaced', files: { [path]: 'X(image=f"{DEFAULT_REGISTRY}/liver:1")\n' } },
    { title: 'an image of the platform', files: { [path]: 'X(image="registry.example.org/kaapana/tool:0.6.0")\n' } },
  ],
});
