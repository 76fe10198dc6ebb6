import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobStep } from '../../jobs/jobStep.ts';
import { withoutCredentials } from '../../text/withoutCredentials.ts';
import { git } from './git.ts';
import { missingBranch, missingCommit } from './missingRevision.ts';

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

export interface CloneSource {
  readonly url: string;
  readonly revision: KaapanaRevision;
}

/** Whether cloneKaapana made this folder from the same. */
export async function isCloneOf(folder: string, source: CloneSource): Promise<boolean> {
  const told = await readFile(sourceFile(folder), 'utf8').catch(() => undefined);
  return told === describeSource(source);
}

/**
 * Clones the repository, without the contents of its history, and checks out the revision.
 *
 * @throws EdkError `repository.failed` with git's own words, or with the revisions that come nearest to one that is not
 * there; `tool.missing` without git.
 */
export async function cloneKaapana(source: CloneSource, folder: string, step: JobStep): Promise<void> {
  const { url, revision } = source;
  const { branch, commit } = revision;
  const from = branch === undefined ? [] : ['--branch', branch];
  const depth = commit === undefined ? ['--depth', '1'] : [];
  try {
    await git(['clone', '--filter=blob:none', '--progress', ...depth, ...from, '--', url, folder], step);
  } catch (error) {
    throw (branch === undefined ? undefined : await missingBranch(url, branch, step)) ?? error;
  }
  if (commit !== undefined) {
    try {
      await git(['-C', folder, 'checkout', '--detach', commit], step);
    } catch (error) {
      throw (await missingCommit({ url, folder }, commit, step)) ?? error;
    }
  }
  await writeFile(sourceFile(folder), describeSource(source));
}

function sourceFile(folder: string): string {
  return join(folder, '.git', 'edk-source');
}

function describeSource({ url, revision: { branch, commit } }: CloneSource): string {
  return JSON.stringify({ url: withoutCredentials(url), branch, commit });
}
