import assert from 'node:assert/strict';
import { inEnglish } from '../../../support/inEnglish.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { formatError } from '../../../../src/cli/output/formatJob.ts';
import type { ReportedError } from '../../../../src/core/jobs/jobEvent.ts';
import { errorLines } from '../../../../src/extension/jobs/jobLog.ts';
import { readTaskDefinition, taskRequest } from '../../../../src/extension/tasks/taskDefinition.ts';

describe('a task of the type kaapana', () => {
  it('becomes the job that it names, in its folder of the workspace', () => {
    const deploy = taskRequest(readTaskDefinition({ task: 'deploy', folder: 'liver' }, inEnglish), '/work');
    assert.deepEqual(deploy, { verb: 'deploy', arguments: ['--dir', '/work/liver'], project: '/work/liver' });
    const image = readTaskDefinition({ task: 'build image', image: 'liver', arguments: ['--tar'] }, inEnglish);
    assert.deepEqual(taskRequest(image, '/work').arguments, ['--dir', '/work', '--image-name', 'liver', '--tar']);
    assert.deepEqual(taskRequest(readTaskDefinition({ task: 'init' }, inEnglish), '/work'), {
      verb: 'init',
      arguments: [],
    });
  });

  for (const wrong of [undefined, {}, { task: 'destroy' }, { task: 'deploy', arguments: '--tar' }, { task: 5 }]) {
    it(`is refused with the reason when it is ${JSON.stringify(wrong)}`, () => {
      assert.throws(() => readTaskDefinition(wrong, inEnglish), {
        code: 'settings.invalid',
        message: /^Not a Kaapana task/,
      });
    });
  }
});

describe('the problem matcher $kaapana', () => {
  const pattern = z.array(
    z.object({
      regexp: z.string(),
      message: z.number().optional(),
      file: z.number().optional(),
      line: z.number().optional(),
      column: z.number().optional(),
    }),
  );
  const { contributes } = z
    .object({ contributes: z.object({ problemMatchers: z.tuple([z.object({ pattern })]) }) })
    .parse(JSON.parse(readFileSync(join(import.meta.dirname, '../../../../package.json'), 'utf8')));
  const [first, second] = contributes.problemMatchers[0].pattern;

  /** As the editor does it: the lines one below the other. */
  function match(lines: readonly string[]) {
    for (const [index, line] of lines.entries()) {
      const head = new RegExp(first?.regexp ?? '').exec(line);
      const place = new RegExp(second?.regexp ?? '').exec(lines[index + 1] ?? '');
      if (head !== null && place !== null) {
        return {
          message: head[first?.message ?? 0],
          place: [second?.file, second?.line, second?.column].map((at) => place[at ?? 0]),
        };
      }
    }
    return undefined;
  }

  const error: ReportedError = {
    code: 'build.failed',
    message: 'RUN pip failed.\n1 more were not built, because they start from a failed image.',
    remedy: 'See its output.',
    detail: 'no matching\ndistribution',
    place: { file: '/work/my liver/Dockerfile', line: 4, column: 1 },
  };
  // eslint-disable-next-line no-control-regex
  const withoutColours = (text: string): string => text.replaceAll(/\u001b\[\d+m/g, '');

  it('finds the line of the Dockerfile in the output of a task and of edk in a terminal', () => {
    const place = ['/work/my liver/Dockerfile', '4', '1'];
    const inTask = match(['09:00:00   ✖ Failed after 1 s.', '', ...errorLines(error)]);
    assert.deepEqual(inTask, { message: 'RUN pip failed. (build.failed)', place });
    assert.deepEqual(match(withoutColours(formatError(error)).split('\n')), { message: 'RUN pip failed.', place });
  });

  it('takes a place without a column, and nothing that has no place', () => {
    const atLine = { ...error, place: { file: '/work/Chart.yaml', line: 2 } };
    assert.deepEqual(match(errorLines(atLine))?.place, ['/work/Chart.yaml', '2', undefined]);
    assert.equal(match(errorLines({ ...error, place: undefined })), undefined);
  });
});
