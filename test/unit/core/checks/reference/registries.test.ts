import { join } from 'node:path';
import type { ImageOrigin, ResolvedReference } from '../../../../../src/core/checks/facts.ts';
import { nowhere, platformRegistry, pullAlways } from '../../../../../src/core/checks/reference/registries.ts';
import { projectFolder } from '../../../../support/checks/projectFrom.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'extension/docker/files/liver/LiverOperator.py';
const values = 'extension/liver-workflow/values.yaml';

testRule(platformRegistry, {
  bad: [
    {
      title: "the platform's registry before an image of this project",
      files: { [path]: 'X(image="registry.example.org/kaapana/liver:0.6.0")\n' },
      at: [`${path}:1:9`],
      says: /This project builds liver, but the registry registry\.example\.org\/kaapana/,
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

function resolved(reference: string, origin: ImageOrigin): ResolvedReference[] {
  const range = { file: join(projectFolder, path), line: 10, column: 19, endLine: 10, endColumn: 66 };
  return [{ kind: 'operator', by: path, range, reference, image: undefined, own: undefined, origin }];
}

testRule(nowhere, {
  bad: [
    {
      title: 'an image that no registry has',
      references: resolved('localhost:32000/lung:0.6.0', 'nowhere'),
      at: [`${path}:10:19`],
      says: /uses localhost:32000\/lung:0\.6\.0, which is in no registry/u,
    },
    {
      title: 'a container without an image',
      references: resolved('', 'nowhere'),
      at: [`${path}:10`],
      says: /names no image/u,
    },
  ],
  good: [
    { title: 'references that nobody looked up' },
    { title: 'an image that is somewhere', references: resolved('localhost:32000/lung:0.6.0', 'registry') },
    { title: 'a registry that did not answer', references: resolved('registry.example.org/x:1', 'unknown') },
  ],
});
