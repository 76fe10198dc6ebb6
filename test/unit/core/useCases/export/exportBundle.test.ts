import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportBundle } from '../../../../../src/core/useCases/export/exportBundle.ts';
import { openEdkContext, type TestContext } from '../../../../support/edkContext.ts';
import { recordStep } from '../../../../support/recordingStep.ts';
import { rejection } from '../../../../support/rejection.ts';

describe('exportBundle', () => {
  let context: TestContext;

  before(async () => {
    context = await openEdkContext();
  });
  after(() => context.close());

  const wrong: readonly [title: string, output: string, says: RegExp][] = [
    ['is a file', 'taken', /taken is not a folder/],
    ['is below a file', 'taken/bundles', /taken\/bundles is not a folder, or a part of its path is not/],
    ['is two levels below a file', 'taken/new/bundles', /taken\/new\/bundles is not a folder, or a part of its path/],
  ];
  for (const [title, output, says] of wrong) {
    it(`builds nothing when the output folder ${title}`, async () => {
      const { edk, folder } = context;
      const project = join(folder, 'project');
      mkdirSync(project, { recursive: true });
      writeFileSync(join(folder, 'taken'), '');
      const before = readdirSync(folder);
      const { step, lines } = recordStep();
      const options = { folder: project, outputFolder: join(folder, output), platformRegistry: 'localhost:32000' };
      const error = await rejection(exportBundle(edk, options, step), 'disk.wrongPath');
      assert.match(error.message, says);
      assert.deepEqual(lines, []);
      assert.deepEqual(readdirSync(folder), before);
    });
  }
});
