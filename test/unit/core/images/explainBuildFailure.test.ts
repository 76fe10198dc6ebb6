import assert from 'node:assert/strict';
import { BuildLog } from '../../../../src/core/images/build/buildLog.ts';
import { explainBuildFailure } from '../../../../src/core/images/build/explainBuildFailure.ts';
import type { PlannedImage } from '../../../../src/core/images/plan/imagePlan.ts';
import { parseDockerfile } from '../../../../src/core/project/dockerfile/parseDockerfile.ts';
import { SourceFile } from '../../../../src/core/project/sourceFile.ts';
import { recordStep } from '../../../support/recordingStep.ts';

describe('explainBuildFailure', () => {
  const mounts: Record<string, RegExp> = {
    '--mount=type=secret,id=tok,required=true true': /does not pass secrets/,
    '--mount=id=tok,type=secret cat /run/secrets/tok': /does not pass secrets/,
    '--mount=type=cache,target=/c --mount=type=ssh git clone x': /does not pass SSH keys/,
    '--mount=type=cache,target=/c pip install x': /does not have this command/,
  };
  for (const [run, remedy] of Object.entries(mounts)) {
    it(`says what a build of edk does not have: RUN ${run}`, () => {
      const text = `FROM a\nLABEL IMAGE=x\nRUN ${run}\n`;
      const file = new SourceFile('/p/Dockerfile', 'Dockerfile', text);
      const source = { name: 'x', file, ...parseDockerfile(text, file.file, {}) };
      const log = new BuildLog(recordStep().step);
      log.add({ stream: `Step 3/3 : RUN ${run}\n` });
      log.add({ stream: 'sh: x: not found\n' });
      log.add({ error: 'The command returned a non-zero code: 127', errorDetail: { message: 'non-zero code: 127' } });
      const error = explainBuildFailure({ source } as unknown as PlannedImage, log);
      assert.equal(error.place?.line, 3);
      assert.match(error.remedy, remedy);
    });
  }
});
