import { EdkError } from '../../errors/edkError.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import { runTool, type ToolCall } from '../../process/runTool.ts';

/**
 * Runs git and gives what it printed; the step's log has it, too.
 *
 * @throws EdkError `repository.failed` with git's own words; `tool.missing` without git; AbortError.
 */
export async function git(args: readonly string[], step: JobStep): Promise<string> {
  return ask(args, { signal: step.signal, onLine: (line) => step.log(line) });
}

/** The same without a word in the log, for questions with long answers. */
export async function askGit(args: readonly string[], { signal }: Pick<JobStep, 'signal'>): Promise<string> {
  return ask(args, { signal });
}

async function ask(args: readonly string[], options: Parameters<typeof runTool>[1]): Promise<string> {
  const call: ToolCall<string> = {
    executable: 'git',
    arguments: args,
    // Without it git would wait for a password that nobody can type.
    environment: { GIT_TERMINAL_PROMPT: '0' },
    parse: ({ stdout }) => stdout,
  };
  try {
    return await runTool(call, options);
  } catch (error) {
    if (!(error instanceof EdkError) || error.code !== 'tool.failed') throw error;
    const [verb = ''] = args[0] === '-C' ? args.slice(2) : args;
    throw new EdkError('repository.failed', `git ${verb} failed.`, { detail: error.detail, cause: error });
  }
}
