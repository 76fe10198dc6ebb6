import assert from 'node:assert/strict';
import { BuildLog } from '../../../../../src/core/images/build/buildLog.ts';
import { explainBuildFailure, failedLine } from '../../../../../src/core/images/build/explainBuildFailure.ts';
import type { PlannedImage } from '../../../../../src/core/images/plan/imagePlan.ts';
import { parseDockerfile } from '../../../../../src/core/project/dockerfile/parseDockerfile.ts';
import { SourceFile } from '../../../../../src/core/project/sourceFile.ts';
import { recordStep } from '../../../../support/recordingStep.ts';
import { frontendFailed, withoutSyntaxDirective } from '../../../../../src/core/images/build/buildImage.ts';

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

describe('failedLine', () => {
  const text = [
    'ARG A=1', // 1
    'FROM debian AS build', // 2
    'ENV X=1', // 3
    'RUN make \\', // 4
    '  all', // 5
    'FROM debian', // 6
    'WORKDIR /app', // 7
    'LABEL IMAGE=x', // 8
    'COPY a b', // 9
    'RUN make all', // 10
  ].join('\n');
  const { instructions } = parseDockerfile(text, 'Dockerfile', {});
  const cases: [string, number | undefined][] = [
    ['[build 2/2] RUN make   all', 4],
    ['[stage-1 2/4] WORKDIR /app', 7],
    ['[stage-1 3/4] COPY a b', 9],
    ['[stage-1 4/4] RUN make all', 10],
    ['[build 1/2] FROM docker.io/library/debian', 2],
    ['[4/4] RUN make all', 10],
    ['[stage-1 9/9] COPY a b', 9],
    ['Step 4/9 : RUN make   all', 4],
    ['exporting to image', undefined],
  ];
  for (const [name, line] of cases) {
    it(`finds ${name}`, () => assert.equal(failedLine(name, instructions), line));
  }
});

describe('failedLine where FROM fetches nothing', () => {
  const text = [
    'FROM scratch AS files', // 1
    'COPY a /', // 2
    'COPY b /', // 3
    'FROM debian AS build', // 4
    'COPY a /', // 5
    'FROM --platform=$BUILDPLATFORM build', // 6
    'COPY c /', // 7
    'COPY d /', // 8
  ].join('\n');
  const { instructions } = parseDockerfile(text, 'Dockerfile', {});
  const cases: [string, number][] = [
    ['[files 1/2] COPY a /', 2],
    ['[files 2/2] COPY b /', 3],
    ['[build 2/2] COPY a /', 5],
    ['[stage-2 1/2] COPY c /', 7],
    ['[stage-2 2/2] COPY d /', 8],
  ];
  for (const [name, line] of cases) {
    it(`finds ${name}`, () => assert.equal(failedLine(name, instructions), line));
  }
});

describe('BuildLog', () => {
  it('follows the classic builder, too', () => {
    const { step, lines } = recordStep();
    const log = new BuildLog(step);
    log.add({ stream: 'Step 1/2 : FROM x\n' });
    log.add({ stream: 'Step 2/2 : RUN false\n' });
    log.add({ stream: 'some output\nmore\n' });
    log.add({ error: 'returned a non-zero code: 1', errorDetail: {} });
    assert.deepEqual(log.failedStep, { name: 'Step 2/2 : RUN false', output: ['some output', 'more'] });
    assert.equal(log.error, 'returned a non-zero code: 1');
    assert.ok(lines.includes('log some output'));
    assert.equal(frontendFailed(log), false);
  });
});

describe('withoutSyntaxDirective', () => {
  it('keeps the line', () => {
    assert.equal(withoutSyntaxDirective('# syntax = docker/dockerfile:1.4\nFROM a\n'), '#\nFROM a\n');
  });
});
