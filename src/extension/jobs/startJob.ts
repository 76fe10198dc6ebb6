import { join } from 'node:path';
import { jobId, makeJobFolder } from '../../core/jobs/journal.ts';
import { processIdentity, type ProcessIdentity } from '../../core/process/process.ts';
import { startDetached } from '../../core/process/startTool.ts';
import type { SettingFlags } from '../../core/settings/resolveSettings.ts';
import type { JobRequest } from './jobRequest.ts';
import { settingArguments } from '../settingFlags.ts';

export interface JobCall extends Pick<JobRequest, 'verb' | 'arguments'> {
  /** dist/edk/edk.js */
  readonly edk: string;
  readonly stateFolder: string;
  /** Working directory; the search for edk.yaml starts here unless the verb names a project. */
  readonly folder: string | undefined;
  readonly flags: SettingFlags;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface StartedJob {
  readonly id: string;
  readonly folder: string;
  readonly process: ProcessIdentity | undefined;
  /** Its output, which has the reason if it ended before it had a journal. */
  readonly outputFile: string;
}

/** Starts `edk` with a journal of a known name. It outlives this process. */
export async function startJob(call: JobCall): Promise<StartedJob> {
  const id = jobId(call.verb, new Date().toISOString());
  const folder = await makeJobFolder(call.stateFolder, id);
  const outputFile = join(folder, 'output.log');
  const { pid } = startDetached({
    // In desktop VS Code this is Electron, which runs as Node only if asked to.
    executable: process.execPath,
    environment: { ...call.environment, ELECTRON_RUN_AS_NODE: '1' },
    arguments: [call.edk, ...edkArguments(call, id)],
    folder: call.folder,
    logFile: outputFile,
  });
  return { id, folder, process: pid === undefined ? undefined : await processIdentity(pid), outputFile };
}

function edkArguments({ verb, arguments: rest = [], flags }: JobCall, id: string): string[] {
  return [...verb.split(' '), ...rest, '--json', '--job-id', id, ...settingArguments(flags)];
}
