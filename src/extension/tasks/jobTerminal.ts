import * as vscode from 'vscode';
import { catalogue } from '../../core/errors/catalogue.ts';
import { isCancellation } from '../../core/errors/edkError.ts';
import type { JobEvent } from '../../core/jobs/jobEvent.ts';
import { reportError } from '../../core/jobs/reportError.ts';
import { errorLines, JobLog } from '../jobs/jobLog.ts';
import type { JobResult } from '../jobs/jobRequest.ts';

const ctrlC = '\u0003';
const cancelledCode = 130;

/** A terminal that shows a job while it runs. Ctrl-C and ending the task cancel the job. */
export function createJobTerminal(
  run: (onEvent: (event: JobEvent) => void, signal: AbortSignal) => Promise<JobResult>,
): vscode.Pseudoterminal {
  const lines = new vscode.EventEmitter<string>();
  const ended = new vscode.EventEmitter<number>();
  const cancelling = new AbortController();
  const print = (texts: readonly string[]): void => texts.forEach((text) => lines.fire(`${text}\r\n`));
  const perform = async (): Promise<number> => {
    const log = new JobLog();
    const seen = new Set<JobEvent['type']>();
    try {
      const { outcome, error } = await run((event) => {
        seen.add(event.type);
        print(log.add(event));
      }, cancelling.signal);
      // Killed jobs and those without a journal have not reported it themselves.
      if (!seen.has('job-finished') && error !== undefined) print(errorLines(error));
      if (outcome === 'succeeded') return 0;
      return outcome === 'cancelled' ? cancelledCode : catalogue[error?.code ?? 'internal'].exitCode;
    } catch (error) {
      if (isCancellation(error)) return cancelledCode;
      const reported = reportError(error);
      print(errorLines(reported));
      return catalogue[reported.code].exitCode;
    }
  };
  return {
    onDidWrite: lines.event,
    onDidClose: ended.event,
    open: () => void perform().then((code) => ended.fire(code)),
    close: () => cancelling.abort(),
    handleInput: (data) => {
      if (data.includes(ctrlC)) cancelling.abort();
    },
  };
}
