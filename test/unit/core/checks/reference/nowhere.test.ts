import { join } from 'node:path';
import type { ImageOrigin, ResolvedReference } from '../../../../../src/core/checks/facts.ts';
import { nowhere } from '../../../../../src/core/checks/reference/nowhere.ts';
import { projectFolder } from '../../../../support/checks/projectFrom.ts';
import { testRule } from '../../../../support/checks/testRule.ts';

const path = 'extension/docker/files/liver/LiverOperator.py';

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
      says: /wants localhost:32000\/lung:0\.6\.0, which is in no registry/u,
    },
    {
      title: 'a container without an image',
      references: resolved('', 'nowhere'),
      at: [`${path}:10`],
      says: /wants no image at all/u,
    },
  ],
  good: [
    { title: 'references that nobody looked up' },
    { title: 'an image that is somewhere', references: resolved('localhost:32000/lung:0.6.0', 'registry') },
    { title: 'a registry that did not answer', references: resolved('registry.example.org/x:1', 'unknown') },
  ],
});
