import assert from 'node:assert/strict';
import { failedLine } from '../../../../src/core/images/build/failedLine.ts';
import { frontendFailed, withoutSyntaxDirective } from '../../../../src/core/images/build/syntaxDirective.ts';
import { BuildLog } from '../../../../src/core/images/build/buildLog.ts';
import { parseDockerfile } from '../../../../src/core/project/dockerfile/parseDockerfile.ts';
import { recordStep } from '../../../support/recordingStep.ts';

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
