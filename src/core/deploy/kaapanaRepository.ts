import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EdkError } from '../errors/edkError.ts';
import type { JobStep } from '../jobs/jobStep.ts';
import { runTool, type ToolCall } from '../process/runTool.ts';

/** Where the Kaapana repository keeps what extensions start from. */
export const baseImageFolders = [
  join('data-processing', 'base-images', 'base-python-cpu'),
  join('data-processing', 'base-images', 'base-python-gpu'),
  join('services', 'utils', 'base-installer'),
] as const;

export interface KaapanaRevision {
  readonly branch: string | undefined;
  /** Abbreviated or full. */
  readonly commit: string | undefined;
}

/** A build version between two releases ends in the commit it was made from: `0.6.1-12-gabc1234`. */
export function revisionOf(buildVersion: string, buildBranch: string | undefined): KaapanaRevision {
  const commit = /-g([0-9a-f]{7,40})(?:-|$)/.exec(buildVersion)?.[1];
  return { branch: buildBranch ?? (commit === undefined ? buildVersion : undefined), commit };
}

export async function isKaapanaRepository(folder: string): Promise<boolean> {
  const found = await Promise.all(
    baseImageFolders.map((path) =>
      stat(join(folder, path, 'Dockerfile')).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.every(Boolean);
}

/**
 * Clones the repository, without the contents of its history, and checks out the revision.
 *
 * @throws EdkError `repository.failed` with git's own words; `tool.missing` without git.
 */
export async function cloneKaapana(
  url: string,
  folder: string,
  { branch, commit }: KaapanaRevision,
  step: JobStep,
): Promise<void> {
  const from = branch === undefined ? [] : ['--branch', branch];
  const depth = commit === undefined ? ['--depth', '1'] : [];
  await git(['clone', '--filter=blob:none', '--progress', ...depth, ...from, '--', url, folder], step);
  if (commit !== undefined) await git(['-C', folder, 'checkout', '--detach', commit], step);
}

async function git(args: readonly string[], step: JobStep): Promise<void> {
  const call: ToolCall<void> = {
    executable: 'git',
    arguments: args,
    // Without it git would wait for a password that nobody can type.
    environment: { GIT_TERMINAL_PROMPT: '0' },
    parse: () => undefined,
  };
  try {
    await runTool(call, { signal: step.signal, onLine: (line) => step.log(line) });
  } catch (error) {
    if (!(error instanceof EdkError) || error.code !== 'tool.failed') throw error;
    throw new EdkError('repository.failed', `git ${args[0] === '-C' ? 'checkout' : 'clone'} failed.`, {
      detail: error.detail,
      cause: error,
    });
  }
}
