import type { JobStep } from '../../jobs/jobStep.ts';
import { createDockerRunEngine } from '../../runs/engine/dockerRunEngine.ts';
import { findRun, listRunFolders, removeRunFolder } from '../../runs/runFolder.ts';
import { connectToDocker, type EdkContext } from '../context/edkContext.ts';
import { ensureRunImage } from './ensureRunImage.ts';
import { createForeignFiles } from './foreignFiles.ts';

/**
 * Removes runs, also files that their containers wrote as another user.
 *
 * @param wanted ids; all without it.
 * @returns their ids.
 */
export async function removeRuns(
  edk: EdkContext,
  wanted: readonly string[] | undefined,
  step: JobStep,
): Promise<readonly string[]> {
  const { state } = edk.settings.folders;
  const runs =
    wanted === undefined ? await listRunFolders(state) : await Promise.all(wanted.map((id) => findRun(state, id)));
  const removed: string[] = [];
  for (const { folder } of runs) {
    step.signal.throwIfAborted();
    const outcome = await removeRunFolder(state, folder, (path) => removeForeign(edk, path, step));
    if (outcome === 'unlisted') step.log(`${folder.id}: its files stay in ${folder.path}.`);
    removed.push(folder.id);
  }
  return removed;
}

/** Only a container that runs as root can remove what another one wrote as root. */
async function removeForeign(edk: EdkContext, path: string, step: JobStep): Promise<void> {
  const engine = createDockerRunEngine(await connectToDocker(edk));
  const image = (): Promise<string> => ensureRunImage(edk, 'stand-ins', step);
  await createForeignFiles({ engine, image, signal: step.signal }).remove(path);
}

/** So many runs of a project stay; what is to stay longer is run with --keep. */
const keptRuns = 20;

/** Removes the oldest runs of a project; a failure waits for the next time. */
export async function tidyRuns(edk: EdkContext, project: string, step: JobStep): Promise<void> {
  const { state } = edk.settings.folders;
  const runs = (await listRunFolders(state)).filter(({ record }) => record.project.folder === project);
  const old = runs.filter(({ record }) => record.kept !== true && record.ended !== undefined).slice(keptRuns);
  for (const { folder } of old) {
    await removeRunFolder(state, folder, (path) => removeForeign(edk, path, step)).catch((error: unknown) => {
      step.log(`${folder.id} cannot be removed: ${String(error)}`);
    });
  }
}
