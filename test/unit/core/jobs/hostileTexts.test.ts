import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createJsonOutput, createPlainOutput } from '../../../../src/cli/output/createOutput.ts';
import { formatExplanation } from '../../../../src/cli/output/formatExplanation.ts';
import { formatTable } from '../../../../src/cli/output/formatTable.ts';
import { styledText } from '../../../../src/cli/output/output.ts';
import { EdkError } from '../../../../src/core/errors/edkError.ts';
import type { JobEvent } from '../../../../src/core/jobs/jobEvent.ts';
import type { JobStep } from '../../../../src/core/jobs/jobStep.ts';
import { parseJobEvent } from '../../../../src/core/jobs/parseJobEvent.ts';
import { runJob } from '../../../../src/core/jobs/runJob.ts';
import { readJson } from '../../../../src/core/platform/readAnswer.ts';
import { createLog, escapeMarkdown } from '../../../../src/extension/ui/plainTexts.ts';
import { plainRow } from '../../../../src/extension/views/treeRow.ts';
import { z } from 'zod';
import { useTemporaryFolder } from '../../../support/temporaryFolder.ts';
import { attacks, harmful } from '../../../support/textAttacks.ts';

/** JSON escapes control characters, and whoever reads it with a tool gets them back. */
function unescaped(lines: string): string {
  const texts: string[] = [];
  for (const line of lines.split('\n').filter((one) => one !== '')) {
    JSON.parse(line, (key, value: unknown) => {
      texts.push(key, typeof value === 'string' ? value : '');
      return value;
    });
  }
  return texts.join('\n');
}

/** Without the colours that edk itself writes where the environment asks for them, as CI does. */
function withoutOwnColours(text: string): string {
  // eslint-disable-next-line no-control-regex -- that is what it is about
  return text.replace(/\u001b\[(?:1|2|22|3[1-6]|39)m/gu, '');
}

describe('hostile texts in a job', () => {
  const state = useTemporaryFolder();

  for (const [title, attack] of Object.entries(attacks)) {
    it(`bring ${title} to no terminal, machine, journal or editor`, async () => {
      let printed = '';
      let machine = '';
      const write = (text: string): void => void (printed += text);
      const people = createPlainOutput({ write }, { write });
      const json = createJsonOutput({ write: (text: string) => void (machine += text) });
      const work = (step: JobStep): Promise<void> =>
        step.run(attack, async (inner) => {
          inner.log(attack);
          inner.warn(attack);
          inner.progress({ message: attack });
          inner.round({ outcome: 'failed', error: { code: 'internal', message: attack, remedy: attack } });
          inner.result(attack);
          await inner.run('skipped', async (one) => {
            await Promise.resolve();
            one.skip(attack);
          });
          const failures = [new EdkError('build.failed', attack, { detail: attack })];
          throw new EdkError('build.failed', attack, {
            detail: attack,
            remedy: attack,
            place: { file: attack },
            failures,
          });
        });
      const { signal } = new AbortController();
      const sink = (event: JobEvent): void => {
        people.sink(event);
        json.sink(event);
      };
      await runJob({ verb: 'deploy', project: attack, subject: attack, stateFolder: state.path, signal, sink }, work);
      assert.doesNotMatch(withoutOwnColours(printed), harmful);
      assert.doesNotMatch(unescaped(machine), harmful);
      const [id = ''] = readdirSync(join(state.path, 'jobs'));
      const journal = readFileSync(join(state.path, 'jobs', id, 'events.ndjson'), 'utf8');
      assert.doesNotMatch(unescaped(journal), harmful);
    });

    it(`bring ${title} to nobody who only looks`, () => {
      const link = { title: attack, state: 'broken', says: attack, detail: attack } as never;
      const looked = [
        formatTable(['A', 'B'], [[attack, attack]], ''),
        formatExplanation({ subject: attack, release: attack, links: [link] }),
        styledText(attack.replaceAll('\u001b[32m', '').replaceAll('\u001b[0m', '')),
        escapeMarkdown(attack),
        ...Object.values(plainRow({ label: attack, description: attack, tooltip: attack })),
        readJson({ text: () => JSON.stringify({ name: attack }) } as never, z.object({ name: z.string() }), 'list')
          .name,
      ];
      for (const text of looked) assert.doesNotMatch(withoutOwnColours(text), harmful);
    });

    it(`bring ${title} to no log of the editor`, () => {
      const lines: string[] = [];
      const write = (line: string): void => void lines.push(line);
      const log = createLog({ info: write, warn: write, error: write, show: () => undefined });
      for (const how of ['info', 'warn', 'error'] as const) log[how](attack);
      log.failed('Checks', new Error(attack));
      assert.equal(lines.length, 4);
      for (const line of lines) assert.doesNotMatch(line, harmful);
    });

    it(`bring ${title} from a journal of somebody else to no editor`, () => {
      const line = JSON.stringify({ time: 'x', type: 'log', step: 1, line: attack });
      assert.doesNotMatch(unescaped(JSON.stringify(parseJobEvent(line))), harmful);
    });
  }

  it('cannot add a line that looks like one of ours', async () => {
    let printed = '';
    const write = (text: string): void => void (printed += text);
    const { sink } = createPlainOutput({ write }, { write });
    const { signal } = new AbortController();
    const text = 'text\n✔ Deploy';
    await runJob({ verb: 'deploy', stateFolder: state.path, signal, sink }, (job) =>
      job.run(text, async (step) => {
        step.log(text);
        step.result(text);
        await Promise.resolve();
        step.warn(text);
      }),
    );
    assert.doesNotMatch(withoutOwnColours(printed), /^✔ Deploy/mu);
    assert.equal(formatTable(['A'], [[text]], '').split('\n').length, 2);
  });
});
