import { basename, relative, sep } from 'node:path';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { isCancellation, EdkError } from '../../errors/edkError.ts';
import { watchFolder, type FolderWatch } from '../../files/watchFolder.ts';
import { type JobStep, withSignal } from '../../jobs/jobStep.ts';
import { withProjectLock } from '../../jobs/projectLock.ts';
import { readProject } from '../../project/readProject.ts';
import { buildProject } from '../build/buildProject.ts';
import { deployProject, type DeployOptions } from '../deploy/deployProject.ts';
import type { EdkContext } from '../context/edkContext.ts';
import type { ProjectImage } from '../../project/project.ts';

/** What is reported after each round. */
type WatchRound =
  | { readonly outcome: 'deployed'; readonly releaseName: string; readonly state: string; readonly built: number }
  /** Without a platform: images and chart are built. */
  | { readonly outcome: 'built'; readonly built: number }
  | { readonly outcome: 'failed'; readonly error: unknown }
  /** A file was saved in the meantime. */
  | { readonly outcome: 'overtaken' };

export interface WatchProjectOptions extends DeployOptions {
  readonly onRound: (round: WatchRound) => void;
}

/**
 * Deploys a project, and deploys it again whenever one of its files is saved, until cancelled. A new save cancels the
 * running round. A failure is reported, and the next save tries again. The project is locked only during each round.
 *
 * @throws AbortError; EdkError `busy` when the project is already being watched.
 */
export async function watchProject(edk: EdkContext, options: WatchProjectOptions, step: JobStep): Promise<never> {
  const { folder } = options;
  const lock = { stateFolder: edk.settings.folders.state, project: `${folder}#dev`, verb: 'dev' };
  return withProjectLock(lock, async () => {
    const changes = new ChangedFiles();
    let watch = await openWatch(edk, folder, changes, step);
    try {
      for (let title = 'Deploy'; ;) {
        options.onRound(await runRound(edk, { options, changes, title }, step));
        const saved = await nextSave(folder, changes, step);
        if (saved.some((path) => path.endsWith('.dockerignore') || basename(path).includes('Dockerfile'))) {
          await watch.close();
          watch = await openWatch(edk, folder, changes, step);
        }
        if (saved.some((path) => basename(path) === 'edk.yaml')) {
          step.warn('edk.yaml has changed. Stop "edk dev" and start it again to use the new settings.');
        }
        title = `Deploy: ${nameFiles(folder, saved)}`;
      }
    } finally {
      await watch.close();
    }
  });
}

async function openWatch(edk: EdkContext, folder: string, changes: ChangedFiles, step: JobStep): Promise<FolderWatch> {
  const { buildArguments } = edk.settings;
  const { images } = await readProject(folder, { buildArguments, signal: step.signal });
  return watchFolder({
    folder,
    ignores: unwatchedPaths(folder, images),
    onChange: (path) => changes.add(path),
    onError: (error) => step.warn(error instanceof EdkError ? `${error.message} ${error.remedy}` : String(error)),
  });
}

async function nextSave(folder: string, changes: ChangedFiles, step: JobStep): Promise<string[]> {
  return step.run('Wait for a save', async (waiting) => {
    await changes.settled(waiting.signal);
    const saved = changes.take();
    waiting.result(nameFiles(folder, saved));
    return saved;
  });
}

interface Round {
  readonly options: WatchProjectOptions;
  readonly changes: ChangedFiles;
  readonly title: string;
}

async function runRound(edk: EdkContext, { options, changes, title }: Round, step: JobStep): Promise<WatchRound> {
  const overtaken = new AbortController();
  const ended = new AbortController();
  const watching = changes.settled(AbortSignal.any([step.signal, ended.signal])).then(
    () => overtaken.abort(),
    // The round has ended, or the whole watch is cancelled.
    () => undefined,
  );
  const inner = withSignal(step, AbortSignal.any([step.signal, overtaken.signal]));
  try {
    return await inner.run(title, (running) => deployOrBuild(edk, options, running));
  } catch (error) {
    step.signal.throwIfAborted();
    if (isCancellation(error)) return { outcome: 'overtaken' };
    return { outcome: 'failed', error };
  } finally {
    ended.abort();
    await watching;
  }
}

async function deployOrBuild(edk: EdkContext, options: WatchProjectOptions, step: JobStep): Promise<WatchRound> {
  const { settings } = edk;
  const { folder } = options;
  return withProjectLock({ stateFolder: settings.folders.state, project: folder, verb: 'dev' }, async () => {
    if (settings.platformUrl === undefined) {
      const { images } = await buildProject(edk, folder, step);
      const built = images.filter(({ outcome }) => outcome === 'built').length;
      step.result(`${built} of ${images.length} images built; no platform to deploy to`);
      return { outcome: 'built', built };
    }
    const { release, images } = await deployProject(edk, options, step);
    const built = images.filter(({ outcome }) => outcome === 'built').length;
    step.result(`${release.releaseName} is ${release.state}, ${built} of ${images.length} images built`);
    return { outcome: 'deployed', releaseName: release.releaseName, state: release.state, built };
  });
}

function nameFiles(folder: string, paths: readonly string[]): string {
  const [first = '', ...others] = paths.map((path) => relative(folder, path));
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

/** Folders that change often and are never meant to be part of an image. */
const busyFolders = /(?:^|\/)(?:\.git|\.hg|\.svn|node_modules|__pycache__|\.vscode|\.idea)(?:\/|$)/;
/** Temporary files that editors write beside a file. */
const editorFiles = /(?:\.sw[a-z]|~|\.tmp|\.crswap|\/4913|\/\.#[^/]*)$/;

/**
 * Paths whose changes cannot affect the build: those that .dockerignore excludes from every image whose folder contains
 * them. Paths outside all images, such as the chart, are watched.
 */
export function unwatchedPaths(folder: string, images: readonly ProjectImage[]): (path: string) => boolean {
  return (path) => {
    const inProject = relative(folder, path).split(sep).join('/');
    if (inProject === '') return false;
    if (busyFolders.test(inProject) || editorFiles.test(`/${inProject}`)) return true;
    const around = images.filter(({ context }) => path.startsWith(context + sep));
    return around.length > 0 && around.every((image) => isKeptOut(image, path));
  };
}

function isKeptOut({ context, file, problem, ignoreRules }: ProjectImage, path: string): boolean {
  // While one of the files cannot be read, it is unknown what .dockerignore excludes.
  if (problem !== undefined) return false;
  const dockerfile = file.file;
  // These files matter although they are not sent, and so do the folders above them.
  if (path.endsWith('.dockerignore') || path === dockerfile || dockerfile.startsWith(path + sep)) return false;
  const inContext = relative(context, path).split(sep).join('/');
  return ignoreRules.ignores(inContext) && !ignoreRules.mayKeepBelow(inContext);
}

/** Editors and version control write several files, some in several steps. In milliseconds. */
const quietMs = 250;

/** Collects changed paths until they are taken. */
class ChangedFiles {
  readonly #paths = new Set<string>();
  readonly #events = new EventTarget();

  add(path: string): void {
    this.#paths.add(path);
    this.#events.dispatchEvent(new Event('change'));
  }

  /** Resolves once something has changed since the last call and nothing more for a moment. @throws AbortError */
  async settled(signal: AbortSignal): Promise<void> {
    if (this.#paths.size === 0) await once(this.#events, 'change', { signal });
    for (let count = -1; count !== this.#paths.size;) {
      count = this.#paths.size;
      await setTimeout(quietMs, undefined, { signal });
    }
  }

  take(): string[] {
    const paths = [...this.#paths].sort();
    this.#paths.clear();
    return paths;
  }
}
