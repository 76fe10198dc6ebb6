import assert from 'node:assert/strict';
import { imageUses } from '../../../../../src/core/checks/reference/imageUses.ts';
import { checkSettings, projectFrom } from '../../../../support/checks/projectFrom.ts';
import { renderedJob } from '../../../../support/checks/renderedJob.ts';
import { sampleProject } from '../../../../support/checks/sampleProject.ts';

const path = 'extension/docker/files/liver/LiverOperator.py';
const own = 'processing-containers/liver/Dockerfile';
const platform = 'registry.example.org/kaapana';

/** An expression behind `image=`: registry, name, tag, and the Dockerfile of this project that it means. */
const expressions: readonly (readonly [expression: string, ...found: (string | undefined)[]])[] = [
  ['f"{DEFAULT_REGISTRY}/liver:{KAAPANA_BUILD_VERSION}"', 'localhost:32000', 'liver', '0.6.0', own],
  ['DEFAULT_REGISTRY + "/liver:" + KAAPANA_BUILD_VERSION', 'localhost:32000', 'liver', '0.6.0', own],
  ['"localhost:32000/liver:latest"', 'localhost:32000', 'liver', '0.6.0', own],
  ['"local-only/liver"', 'localhost:32000', 'liver', '0.6.0', own],
  ['IMAGE', 'localhost:32000', 'liver', '0.6.0', own],
  ['f"{DEFAULT_REGISTRY}/dcm2bin:{KAAPANA_BUILD_VERSION}"', platform, 'dcm2bin', '0.6.0', undefined],
  ['"localhost:32000/lung:1.2"', 'localhost:32000', 'lung', '1.2', undefined],
  ['"ghcr.io/someone/liver:1"', 'ghcr.io', 'someone/liver', '1', undefined],
  ['"python:3.12"', 'docker.io', 'library/python', '3.12', undefined],
  ['f"{registry_of(dag)}/liver:1"', undefined, undefined, undefined, undefined],
];

describe('the images that an extension runs', () => {
  for (const [expression, ...found] of expressions) {
    it(`image=${expression}: ${found.slice(0, 3).join(' ')}`, async () => {
      const operator = sampleProject[path]
        .replace('f"{DEFAULT_REGISTRY}/liver:{KAAPANA_BUILD_VERSION}"', expression)
        .replace('\n\n\n', '\n\nIMAGE = f"{DEFAULT_REGISTRY}/liver:{KAAPANA_BUILD_VERSION}"\n\n');
      const uses = [...imageUses(await projectFrom({ ...sampleProject, [path]: operator }), checkSettings)];
      assert.equal(uses.length, 1);
      const [use] = uses;
      const { registry, repository, tag } = use?.image ?? {};
      assert.deepEqual([registry, repository, tag, use?.own?.file.path], found);
      assert.equal(operator.split('\n')[(use?.range.line ?? 0) - 1]?.includes(`image=${expression}`), true);
    });
  }

  const rendered: readonly (readonly [reference: string, builtFrom: string | undefined])[] = [
    ['localhost:32000/dag-liver:0.6.0', 'extension/docker/Dockerfile'],
    // The trap of dag-installer-chart: nobody pushes that tag.
    ['localhost:32000/dag-liver:0.0.0', undefined],
    [`${platform}/dag-liver:0.6.0`, undefined],
    ['', undefined],
  ];
  for (const [reference, builtFrom] of rendered) {
    it(`the rendered chart names ${reference || 'none'}: ${builtFrom ?? 'not built here'}`, async () => {
      const project = await projectFrom({ ...sampleProject, [path]: '' });
      const uses = [...imageUses(project, checkSettings, renderedJob(reference))];
      assert.deepEqual(
        uses.map((use) => [use.by, use.reference, use.own?.file.path]),
        [['Job "liver", container "main"', reference, builtFrom]],
      );
    });
  }
});
