import { EdkError } from '../../core/errors/edkError.ts';
import { parseJobEvent } from '../../core/jobs/parseJobEvent.ts';
import { restoreError } from '../../core/jobs/reportError.ts';
import { runTool } from '../../core/process/runTool.ts';
import type { SettingFlags } from '../../core/settings/resolveSettings.ts';
import { settingArguments } from '../settingFlags.ts';

export interface EdkQuestion {
  /** dist/edk/edk.js */
  readonly edk: string;
  /** A read-only verb and its arguments. */
  readonly arguments: readonly string[];
  readonly flags: SettingFlags;
}

/**
 * Runs a read-only `edk` verb and returns its result. In a separate process, since it may read many files.
 *
 * @throws EdkError of that process; AbortError.
 */
export async function askEdk({ edk, arguments: words, flags }: EdkQuestion, signal: AbortSignal): Promise<unknown> {
  const call = {
    executable: process.execPath,
    arguments: [edk, ...words, '--json', ...settingArguments(flags)],
    environment: { ELECTRON_RUN_AS_NODE: '1' },
    parse: ({ stdout }: { readonly stdout: string }) => lastEvent(stdout)?.value,
  };
  try {
    return await runTool(call, { signal });
  } catch (error) {
    const told = error instanceof EdkError && error.detail !== undefined ? lastEvent(error.detail)?.error : undefined;
    if (told === undefined) throw error;
    throw restoreError(told, error);
  }
}

function lastEvent(output: string) {
  const events = output.split('\n').map(parseJobEvent);
  return events.findLast((event) => event?.type === 'job-finished');
}
