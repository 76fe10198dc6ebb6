import { EdkError } from '../errors/edkError.ts';
import type { JobStep } from '../jobs/jobStep.ts';
import type { PlatformConnection } from './platformConnection.ts';
import { chartStatus, requestUninstall, type UninstallRequest } from './platformApi.ts';
import { poll } from './poll.ts';

export interface UninstallOptions extends UninstallRequest {
  /** How long hooks may take, in milliseconds. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Removes a release and waits until it is gone. Nothing to do when there is none.
 *
 * @throws EdkError `release.stuck` when it stays, usually since its pre-delete hook fails.
 */
export async function uninstallRelease(
  platform: PlatformConnection,
  options: UninstallOptions,
  step: JobStep,
): Promise<void> {
  const { releaseName, timeoutMs = 180_000 } = options;
  const before = await chartStatus(platform, releaseName, step.signal);
  if (before === undefined) {
    step.skip(`${releaseName} is not installed.`);
    return;
  }
  await requestUninstall(platform, options, step.signal);
  let helmStatus = before.helmStatus;
  const gone = await poll(platform, { timeoutMs, signal: step.signal }, async () => {
    const status = await chartStatus(platform, releaseName, step.signal);
    if (status === undefined) return true;
    if (status.helmStatus !== helmStatus) step.progress({ message: status.helmStatus });
    helmStatus = status.helmStatus;
    return undefined;
  });
  if (gone === true) return;
  throw stuck(options, helmStatus, timeoutMs);
}

function stuck({ releaseName, hooks }: UninstallOptions, helmStatus: string, timeoutMs: number): EdkError {
  const after = `after ${Math.round(timeoutMs / 1000)} s`;
  if (hooks === 'skip') {
    return new EdkError(
      'release.stuck',
      `${releaseName} is still ${helmStatus} ${after}, although hooks were skipped.`,
      {
        remedy: `Look at it on the platform's node with "helm -n admin status ${releaseName}".`,
      },
    );
  }
  const why = helmStatus === 'uninstalling' ? ' Its pre-delete hook fails or hangs.' : '';
  return new EdkError('release.stuck', `${releaseName} is still ${helmStatus} ${after}.${why}`, {
    remedy: `Remove it without its hooks: "edk uninstall ${releaseName} --force". Its files may stay behind.`,
  });
}
