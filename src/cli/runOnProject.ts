import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { runVerb, type CommonOptions, type VerbContext } from './verb.ts';

export interface ProjectVerb {
  /** As it is typed, without `edk`. */
  readonly verb: string;
  readonly options: CommonOptions & { readonly dir: string };
  /** `byItself`: the work locks the project when it works on it. */
  readonly lock?: 'byItself';
}

/** Runs a verb on the folder that `--dir` names: with its settings, its lock and a journal. */
export async function runOnProject(
  { verb, options, lock }: ProjectVerb,
  work: (context: VerbContext & { readonly folder: string }) => Promise<unknown>,
): Promise<void> {
  const folder = await projectFolder(options.dir);
  await runVerb({ verb, options, folder, record: { kind: 'project', project: folder, lock } }, (context) =>
    work({ ...context, folder }),
  );
}

/** One name for one folder, so that its lock holds and its jobs are found whatever path leads to it. */
export async function projectFolder(dir: string): Promise<string> {
  const folder = resolve(dir);
  // A folder that is not there is reported when it is read.
  return realpath(folder).catch(() => folder);
}
