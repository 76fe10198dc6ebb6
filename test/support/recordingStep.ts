import type { JobStep } from '../../src/core/jobs/jobStep.ts';

/** What a use case told while it ran, in order. */
export interface Recording {
  readonly step: JobStep;
  readonly lines: string[];
}

/** A step that remembers everything as readable lines: `start Build`, `log ...`, `warn ...`, `skip ...`, `done Build`. */
export function recordStep(signal: AbortSignal = new AbortController().signal): Recording {
  const lines: string[] = [];
  const step: JobStep = {
    signal,
    async run(title, work) {
      lines.push(`start ${title}`);
      try {
        const value = await work(step);
        lines.push(`done ${title}`);
        return value;
      } catch (error) {
        lines.push(`failed ${title}`);
        throw error;
      }
    },
    progress: (progress) => void lines.push(`progress ${JSON.stringify(progress)}`),
    log: (line) => void lines.push(`log ${line}`),
    warn: (message) => void lines.push(`warn ${message}`),
    round: ({ outcome }) => void lines.push(`round ${outcome}`),
    skip: (reason) => void lines.push(`skip ${reason}`),
    result: (text) => void lines.push(`result ${text}`),
  };
  return { step, lines };
}
