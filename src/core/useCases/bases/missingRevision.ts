import { EdkError } from '../../errors/edkError.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import { nearest } from '../../text/nearest.ts';
import { withoutCredentials } from '../../text/withoutCredentials.ts';
import { askGit } from './git.ts';

const shown = 3;

/** Why a clone of this branch or tag failed, with those that come nearest; undefined when that is not the reason. */
export async function missingBranch(url: string, branch: string, step: JobStep): Promise<EdkError | undefined> {
  const names = await namesAt(url, step);
  if (names.length === 0 || names.includes(branch)) return undefined;
  const near = nearest(branch, names);
  // Numbers count as numbers: 0.10.0 is newer than 0.9.0.
  const newest = [...names].sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  const candidates = (near.length > 0 ? near : newest).slice(0, shown).map((name) => `"${name}"`);
  return new EdkError('repository.failed', `${withoutCredentials(url)} has no branch or tag "${branch}".`, {
    detail: `${near.length > 0 ? 'Nearest' : 'Among others it has'}: ${candidates.join(', ')}`,
    remedy:
      'Correct the build version (--build-version, KAAPANA_BUILD_VERSION) or the branch (KAAPANA_BUILD_BRANCH), ' +
      'or run "edk init --templates".',
  });
}

/** Branches and tags of a repository that was not cloned; none when it cannot be asked. */
async function namesAt(url: string, step: JobStep): Promise<string[]> {
  const told = await askGit(['ls-remote', '--heads', '--tags', '--', url], step).catch(unknownUnlessCancelled(step));
  const names = [...told.matchAll(/\trefs\/(?:heads|tags)\/(.+?)(?:\^\{\})?$/gm)].map(([, name = '']) => name);
  return [...new Set(names)];
}

export interface Clone {
  readonly url: string;
  readonly folder: string;
}

/** Why this commit could not be checked out, with those that come nearest; undefined when that is not the reason. */
export async function missingCommit(
  { url, folder }: Clone,
  commit: string,
  step: JobStep,
): Promise<EdkError | undefined> {
  const all = await askGit(['-C', folder, 'rev-list', '--all'], step).catch(unknownUnlessCancelled(step));
  const commits = all.split('\n').filter((line) => line !== '');
  const named = commits.filter((one) => one.startsWith(commit));
  if (commits.length === 0 || named.length === 1) return undefined;
  const near = named.length > 1 ? named : alike(commit, commits);
  // The newest ones of the branch, where no commit has a like name.
  const which = near.length > 0 ? ['--no-walk', ...near.slice(0, shown)] : [`--max-count=${shown}`];
  const format = '--format=%h of %cs: %s';
  const candidates = await askGit(['-C', folder, 'log', format, ...which], step).catch(unknownUnlessCancelled(step));
  const problem = named.length > 1 ? `has ${named.length} commits starting with` : 'has no commit';
  return new EdkError('repository.failed', `${withoutCredentials(url)} ${problem} ${commit}.`, {
    detail: `${near.length > 0 ? 'Nearest' : 'The newest'}:\n${candidates}`,
    remedy: 'Correct the build version (--build-version, KAAPANA_BUILD_VERSION), or run "edk init --templates".',
  });
}

/** Commits that share their beginning with a name, or differ from it in little: somebody mistyped it. */
function alike(commit: string, commits: readonly string[]): string[] {
  const most = 2;
  const short = new Map(commits.map((one) => [one.slice(0, commit.length), one]));
  return nearest(commit, short.keys())
    .filter((name) => differences(name, commit) <= most)
    .flatMap((name) => short.get(name) ?? []);
}

function differences(one: string, other: string): number {
  return Array.from(one).filter((letter, index) => letter !== other[index]).length;
}

function unknownUnlessCancelled({ signal }: JobStep): () => string {
  return () => {
    signal.throwIfAborted();
    return '';
  };
}
