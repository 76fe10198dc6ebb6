import { open } from 'node:fs/promises';
import { EdkError } from '../errors/edkError.ts';
import { listJobs, type JobSummary } from './jobHistory.ts';
import { journalFile } from './journal.ts';
import { parseJobEvent } from './parseJobEvent.ts';
import { StepTree, type StepNode } from './stepTree.ts';

export interface JobLogQuestion {
  readonly stateFolder: string;
  /** Absolute folder; any project if omitted. */
  readonly project?: string | undefined;
  /** Title of a step, such as an image's name, for the output of it and the steps below it. */
  readonly step?: string | undefined;
}

export interface FoundJobLog {
  readonly job: JobSummary;
  readonly steps: readonly StepLog[];
}

/**
 * The log of the newest job that printed something, or has such a step.
 *
 * @throws EdkError `job.noLog`.
 */
export async function findJobLog({ stateFolder, project, step }: JobLogQuestion): Promise<FoundJobLog> {
  for (const job of await listJobs(stateFolder)) {
    if (project !== undefined && job.project !== project) continue;
    const logs = await readStepLogs(job.folder);
    const steps = step === undefined ? logs : logs.filter(({ path }) => path.includes(step));
    if (steps.length > 0) return { job, steps };
  }
  const of = step === undefined ? 'any job' : `"${step}"`;
  throw new EdkError('job.noLog', `There is no log for ${of}${project === undefined ? '' : ` for ${project}`}.`);
}

/** The whole output of one step, without that of steps that ran beside it. */
interface StepLog {
  /** Titles from the outermost step on, e.g. `Images`, `liver-radiomics`, `Build`. */
  readonly path: readonly string[];
  /** Undefined while it runs, and forever in a job that was killed. */
  readonly outcome: 'done' | 'skipped' | 'failed' | 'cancelled' | undefined;
  readonly lines: readonly string[];
}

/** The output of each step of a job, in the order of their start; steps without output are omitted. */
async function readStepLogs(folder: string): Promise<readonly StepLog[]> {
  const file = await open(journalFile(folder), 'r').catch(() => undefined);
  if (file === undefined) return [];
  const tree = new StepTree();
  const nodes = new Map<number, StepNode>();
  const lines = new Map<number, string[]>();
  // Reading to the end closes the file.
  for await (const line of file.readLines()) {
    const event = parseJobEvent(line);
    if (event?.type === 'step-started') nodes.set(event.step, tree.start(event));
    if (event?.type === 'step-finished') tree.finish(event);
    if (event?.type === 'log') {
      const printed = lines.get(event.step) ?? [];
      printed.push(event.line);
      lines.set(event.step, printed);
    }
  }
  return [...nodes.values()].flatMap((node) => {
    const printed = lines.get(node.id);
    return printed === undefined ? [] : [{ path: pathOf(node), outcome: node.end?.outcome, lines: printed }];
  });
}

function pathOf(node: StepNode): string[] {
  return [...(node.parent === undefined ? [] : pathOf(node.parent)), node.title];
}
