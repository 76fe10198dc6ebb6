import { readFile, stat, writeFile } from 'node:fs/promises';
import { join, basename } from 'node:path';
import { existsSync } from 'node:fs';
import type { JobStep } from '../../jobs/jobStep.ts';
import { withoutCredentials } from '../../text/plainText.ts';
import { EdkError } from '../../errors/edkError.ts';
import { runTool, type ToolCall } from '../../process/runTool.ts';
import { nearest } from '../../text/nearest.ts';
import type { EdkContext } from '../context/edkContext.ts';

/** Where the Kaapana repository keeps its base images. */
export const baseImageFolders = [
  join('data-processing', 'base-images', 'base-python-cpu'),
  join('data-processing', 'base-images', 'base-python-gpu'),
  join('services', 'utils', 'base-installer'),
] as const;

interface KaapanaRevision {
  readonly branch: string | undefined;
  /** Abbreviated or full. */
  readonly commit: string | undefined;
}

/** A build version between two releases ends in its commit: `0.6.1-12-gabc1234`. */
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

interface CloneSource {
  readonly url: string;
  readonly revision: KaapanaRevision;
}

/** Whether cloneKaapana created this folder from the same URL and revision. */
export async function isCloneOf(folder: string, source: CloneSource): Promise<boolean> {
  const told = await readFile(sourceFile(folder), 'utf8').catch(() => undefined);
  return told === describeSource(source);
}

/**
 * Clones the repository without the contents of its history, and checks out the revision.
 *
 * @throws EdkError `repository.failed` with git's message, or with the revisions most similar to one that does not
 * exist; `tool.missing` without git.
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

/**
 * Runs git, logs its output to the step and returns it.
 *
 * @throws EdkError `repository.failed` with git's message; `tool.missing` without git; AbortError.
 */
async function git(args: readonly string[], step: JobStep): Promise<string> {
  return ask(args, { signal: step.signal, onLine: (line) => step.log(line) });
}

/** The same without logging, for questions with long answers. */
async function askGit(args: readonly string[], { signal }: Pick<JobStep, 'signal'>): Promise<string> {
  return ask(args, { signal });
}

async function ask(args: readonly string[], options: Parameters<typeof runTool>[1]): Promise<string> {
  const call: ToolCall<string> = {
    executable: 'git',
    arguments: args,
    // Otherwise git would wait for a password that nobody can enter.
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

const shown = 3;

/** The error for a branch or tag that does not exist, with similar names; undefined when that is not the reason. */
async function missingBranch(url: string, branch: string, step: JobStep): Promise<EdkError | undefined> {
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

/** Branches and tags of a remote repository; none when it cannot be reached. */
async function namesAt(url: string, step: JobStep): Promise<string[]> {
  const told = await askGit(['ls-remote', '--heads', '--tags', '--', url], step).catch(unknownUnlessCancelled(step));
  const names = [...told.matchAll(/\trefs\/(?:heads|tags)\/(.+?)(?:\^\{\})?$/gm)].map(([, name = '']) => name);
  return [...new Set(names)];
}

interface Clone {
  readonly url: string;
  readonly folder: string;
}

/** The error for a commit that does not exist, with similar ones; undefined when that is not the reason. */
async function missingCommit({ url, folder }: Clone, commit: string, step: JobStep): Promise<EdkError | undefined> {
  const all = await askGit(['-C', folder, 'rev-list', '--all'], step).catch(unknownUnlessCancelled(step));
  const commits = all.split('\n').filter((line) => line !== '');
  const named = commits.filter((one) => one.startsWith(commit));
  if (commits.length === 0 || named.length === 1) return undefined;
  const near = named.length > 1 ? named : alike(commit, commits);
  // The newest of the branch, if no commit is similar.
  const which = near.length > 0 ? ['--no-walk', ...near.slice(0, shown)] : [`--max-count=${shown}`];
  const format = '--format=%h of %cs: %s';
  const candidates = await askGit(['-C', folder, 'log', format, ...which], step).catch(unknownUnlessCancelled(step));
  const problem = named.length > 1 ? `has ${named.length} commits starting with` : 'has no commit';
  return new EdkError('repository.failed', `${withoutCredentials(url)} ${problem} ${commit}.`, {
    detail: `${near.length > 0 ? 'Nearest' : 'The newest'}:\n${candidates}`,
    remedy: 'Correct the build version (--build-version, KAAPANA_BUILD_VERSION), or run "edk init --templates".',
  });
}

/** Commits that begin like the name or differ only slightly from it: it may be a typing error. */
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

/** The Dockerfile of a base image: in the Kaapana repository of the settings, else our own; undefined for any other name. */
export function baseDockerfile(
  { settings, templatesFolder }: Pick<EdkContext, 'settings' | 'templatesFolder'>,
  name: string,
): string | undefined {
  const { kaapanaRepository } = settings;
  const folders = [
    ...(kaapanaRepository === undefined ? [] : baseImageFolders.map((folder) => join(kaapanaRepository, folder))),
    ...baseImageFolders.map((folder) => join(templatesFolder, 'base-images', basename(folder))),
  ];
  const files = folders.filter((folder) => basename(folder) === name).map((folder) => join(folder, 'Dockerfile'));
  return files.find((file) => existsSync(file));
}
