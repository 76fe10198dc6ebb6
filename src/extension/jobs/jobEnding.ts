import { readFile } from 'node:fs/promises';
import { catalogue } from '../../core/errors/catalogue.ts';
import type { JournalEnd } from '../../core/jobs/runningJob.ts';
import { parseJobEvent } from '../../core/jobs/parseJobEvent.ts';
import { lastLines } from '../../core/text/plainText.ts';
import type { JobResult } from './jobRequest.ts';

/** A job's result. If it ended before it had a journal, its output has the reason. */
export async function jobEnding(
  end: JournalEnd,
  outputFile: string,
): Promise<Pick<JobResult, 'outcome' | 'value' | 'error'>> {
  if (end.kind === 'finished') {
    const { outcome, value, error } = end.event;
    return { outcome, value, error };
  }
  const output = await readFile(outputFile, 'utf8').catch(() => '');
  for (const line of output.split('\n').reverse()) {
    const event = parseJobEvent(line);
    if (event?.type === 'job-finished') return { outcome: event.outcome, value: event.value, error: event.error };
  }
  const words = lastLines(
    output
      .split('\n')
      .filter((line) => parseJobEvent(line) === undefined)
      .join('\n'),
    10,
  );
  return {
    outcome: 'interrupted',
    value: undefined,
    error: {
      code: 'internal',
      message: 'The job ended without saying how: its process was killed, or the machine restarted.',
      remedy: words === '' ? 'Start it again.' : catalogue.internal.remedy,
      detail: words === '' ? undefined : words,
    },
  };
}
