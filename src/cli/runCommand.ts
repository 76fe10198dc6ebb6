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
