import { basename, relative } from 'node:path';
import { isCancellation } from '../../errors/cancellation.ts';
import { EdkError } from '../../errors/edkError.ts';
import { watchFolder, type FolderWatch } from '../../files/watchFolder.ts';
import { type JobStep, withSignal } from '../../jobs/jobStep.ts';
import { withProjectLock } from '../../jobs/projectLock.ts';
import { readProject } from '../../project/readProject.ts';
import { buildProject } from '../build/buildProject.ts';
import { ChangedFiles } from './changedFiles.ts';
import { deployProject, type DeployOptions } from '../deploy/deployProject.ts';
import type { EdkContext } from '../context/edkContext.ts';
import { unwatchedPaths } from './watchedPaths.ts';

/** What is told after each round. */
type WatchRound =
  | { readonly outcome: 'deployed'; readonly releaseName: string; readonly state: string; readonly built: number }
  /** Without a platform: images and chart are built. */
  | { readonly outcome: 'built'; readonly built: number }
  | { readonly outcome: 'failed'; readonly error: unknown }
  /** A file was saved meanwhile. */
  | { readonly outcome: 'overtaken' };

export interface WatchProjectOptions extends DeployOptions {
  readonly onRound: (round: WatchRound) => void;
}

/**
 * Deploys a project, and again whenever one of its files is saved, until it is cancelled. A newer save cancels the
 * round that runs. What fails is told, and tried again with the next save. The project is locked during each round only.
 *
 * @throws AbortError; EdkError `busy` when another one watches the same project.
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
    // The round has ended, or all of it is cancelled.
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
