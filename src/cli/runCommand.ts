import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { runVerb, type CommonOptions, type VerbContext, type VerbRequest } from './verb.ts';

export interface CommandContext<Options> extends VerbContext {
  readonly options: Options & CommonOptions;
}

/** What is kept of the run, and where the search for settings starts: by default in the current folder. */
type CommandRun = VerbRequest['record'] & { readonly folder?: string };

/** Runs a verb with the options that were given to its command. */
export async function runCommand<Options extends object = object>(
  command: Command,
  { folder = process.cwd(), ...record }: CommandRun,
  work: (context: CommandContext<Options>) => Promise<unknown>,
): Promise<void> {
  const options = command.optsWithGlobals<Options & CommonOptions>();
  await runVerb({ verb: verbOf(command), options, folder, record }, (context) => work({ ...context, options }));
}

/** As it is typed, without `edk`. */
function verbOf(command: Command): string {
  const { parent } = command;
  if (parent === null) return '';
  return `${verbOf(parent)} ${command.name()}`.trim();
}

interface ProjectContext<Options> extends CommandContext<Options> {
  /** The project, absolute, without symbolic links. */
  readonly folder: string;
}

/** `byItself`: the work locks the project only while it works on it. */
interface ProjectRun {
  readonly lock?: 'byItself';
}

/** Runs a verb on the folder given with `--dir`: with the project's settings and lock, and a journal. */
export async function runOnProject<Options extends { readonly dir: string }>(
  command: Command,
  { lock }: ProjectRun,
  work: (context: ProjectContext<Options>) => Promise<unknown>,
): Promise<void> {
  const folder = await projectFolder(command.opts<Options>().dir);
  await runCommand<Options>(command, { kind: 'project', project: folder, lock, folder }, (context) =>
    work({ ...context, folder }),
  );
}

/** One name per folder: its lock holds and its jobs are found whichever path is given. */
export async function projectFolder(dir: string): Promise<string> {
  const folder = resolve(dir);
  // Readers report a missing folder.
  return realpath(folder).catch(() => folder);
}
