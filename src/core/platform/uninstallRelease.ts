import { EdkError } from '../errors/edkError.ts';
import type { JobStep } from '../jobs/jobStep.ts';
import { hasGivenUp } from './catalogue/releaseState.ts';
import type { HookJob } from './installRelease.ts';
import type { PlatformConnection } from './platformConnection.ts';
import { chartStatus, requestUninstall, type ChartStatus, type UninstallRequest } from './platformApi.ts';
import { poll, whenBack } from './waitForPlatform.ts';

export interface UninstallOptions extends UninstallRequest {
  /** Status that Helm has just reported; requested if omitted. */
  readonly before?: ChartStatus | undefined;
  /** How long hooks may take, in milliseconds. */
  readonly timeoutMs?: number | undefined;
  /** When to repeat a request that had no effect, in milliseconds. */
  readonly retryMs?: number | undefined;
  /** Hook Jobs that Helm runs meanwhile, if known. */
  readonly hookJobs?: readonly HookJob[] | undefined;
}

/**
 * Removes a release and waits until it is gone. Does nothing if there is none.
 *
 * @throws EdkError `release.stuck` if it is not removed, usually because its pre-delete hook fails.
 */
export async function uninstallRelease(
  platform: PlatformConnection,
  options: UninstallOptions,
  step: JobStep,
): Promise<void> {
  const { releaseName, timeoutMs = 180_000, retryMs = 20_000 } = options;
  const before = options.before ?? (await chartStatus(platform, releaseName, step.signal));
  if (before === undefined) {
    step.skip(`${releaseName} is not installed.`);
    return;
  }
  await requestUninstall(platform, options, step.signal);
  let askedAt = performance.now();
  let last = before;
  const gone = await poll(platform, { timeoutMs, signal: step.signal }, async () => {
    const status = await whenBack(platform, step.signal, () => chartStatus(platform, releaseName, step.signal));
    if (status === undefined) return true;
    const message = status.description ?? status.helmStatus;
    if (message !== (last.description ?? last.helmStatus)) step.progress({ message });
    last = status;
    if (isUntouched(status, before) && performance.now() - askedAt >= retryMs) {
      step.log(`${releaseName} is still ${status.helmStatus}. Asking the platform again.`);
      await requestUninstall(platform, options, step.signal);
      askedAt = performance.now();
    }
    return status.helmStatus === 'uninstalling' && hasGivenUp(status.description) ? false : undefined;
  });
  if (gone === true) return;
  throw stuck(options, last, timeoutMs);
}

/** The platform reports success for every request, even for one without effect. */
function isUntouched(status: ChartStatus, before: ChartStatus): boolean {
  return status.helmStatus !== 'uninstalling' && status.lastDeployed === before.lastDeployed;
}

function stuck(
  { releaseName, hooks, hookJobs = [] }: UninstallOptions,
  { helmStatus, description: detail }: ChartStatus,
  timeoutMs: number,
): EdkError {
  const still = `${releaseName} is still ${helmStatus}`;
  if (hooks === 'skip') {
    return new EdkError('release.stuck', `${still} after ${timeoutMs / 1000} s, although its hooks were skipped.`, {
      detail,
      remedy: `Inspect it on the platform's node with "helm -n admin status ${releaseName}".`,
    });
  }
  const why =
    helmStatus === 'uninstalling'
      ? ': its pre-delete hook fails or hangs.'
      : ` ${timeoutMs / 1000} s after the request.`;
  return new EdkError('release.stuck', still + why, {
    detail,
    remedy:
      `Remove it without its hooks: "edk uninstall ${releaseName} --force". Its files may stay behind.` +
      hookJobs.map(({ name, namespace }) => ` The hook: kubectl logs job/${name} --namespace ${namespace}.`).join(''),
  });
}
