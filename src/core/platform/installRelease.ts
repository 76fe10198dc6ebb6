import { EdkError } from '../errors/edkError.ts';
import { HttpFailure } from '../http/httpClient.ts';
import type { JobStep } from '../jobs/jobStep.ts';
import type { PlatformConnection } from './platformConnection.ts';
import { chartStatus, type ChartStatus } from './platformApi.ts';
import { poll, isAway, whenBack } from './waitForPlatform.ts';
import { requestInstall, type InstallAnswer, type InstallRequest } from './requestInstall.ts';

export interface InstallOptions extends InstallRequest {
  /** What to do if the release already exists: fail, or do nothing. */
  readonly whenInstalled?: 'refuse' | 'keep' | undefined;
  /** Hook Jobs that Helm runs meanwhile, if known. */
  readonly hookJobs?: readonly HookJob[] | undefined;
  /** How long an installation may continue after the platform stopped waiting for it, in milliseconds. */
  readonly timeoutMs?: number | undefined;
}

export interface HookJob {
  readonly name: string;
  readonly namespace: string;
}

/**
 * Installs an extension and returns the name of its release once Helm has deployed it; its pods may not run yet.
 *
 * @throws EdkError `platform.installRefused` if there is no release, `release.failed`, `release.timeout` if it is still
 * being installed when the time is over.
 */
export async function installRelease(
  platform: PlatformConnection,
  options: InstallOptions,
  step: JobStep,
): Promise<string> {
  const answer = await askForInstall(platform, options, step);
  switch (answer.kind) {
    case 'installed':
      return answer.releaseName;
    case 'alreadyInstalled':
      return await judgeInstalled(platform, options, { releaseName: answer.releaseName, step });
    case 'refused': {
      // If the platform does not report a name, a single-instance release is named after its chart.
      const releaseName = answer.releaseName ?? options.chartName;
      const status = answer.status === 400 ? undefined : await settle(platform, options, { releaseName, step });
      if (status?.helmStatus === 'deployed') return releaseName;
      throw refused(options, answer, status);
    }
  }
}

/** An interrupted request is like a refusal: only the release's status shows whether the installation continues. */
async function askForInstall(
  platform: PlatformConnection,
  options: InstallOptions,
  step: JobStep,
): Promise<InstallAnswer> {
  try {
    return await requestInstall(platform, options, step.signal);
  } catch (error) {
    if (!isAway(error) || options.keywords.includes('kaapanamultiinstallable')) throw error;
    const { chartName } = options;
    const read = () => chartStatus(platform, chartName, step.signal);
    const status = await (wasSent(error) ? whenBack(platform, step.signal, read) : read()).catch((unknown: unknown) => {
      step.signal.throwIfAborted();
      step.log(`The state of ${chartName} is unknown: ${unknown instanceof Error ? unknown.message : ''}`);
      throw error;
    });
    if (status === undefined) {
      const fact = `The release ${chartName} does not exist on it now.`;
      throw new EdkError(error.code, `${error.message} ${fact}`, { cause: error, detail: error.detail });
    }
    step.log(`${error.message} The installation continues.`);
    return { kind: 'refused', status: 500, releaseName: options.chartName, text: error.message };
  }
}

/** Without a connection, nothing was sent. */
function wasSent({ cause }: EdkError): boolean {
  return cause instanceof HttpFailure && cause.reason !== 'connection';
}

async function judgeInstalled(
  platform: PlatformConnection,
  options: InstallOptions,
  { releaseName, step }: { readonly releaseName: string; readonly step: JobStep },
): Promise<string> {
  const keep = options.whenInstalled === 'keep';
  const status = keep
    ? await settle(platform, options, { releaseName, step })
    : await chartStatus(platform, releaseName, step.signal);
  if (keep && status?.helmStatus === 'deployed') {
    step.skip(`${releaseName} is already installed.`);
    return releaseName;
  }
  const helmStatus = status?.helmStatus ?? 'being removed';
  throw new EdkError('platform.installRefused', `The release ${releaseName} already exists; it is ${helmStatus}.`, {
    remedy: `Uninstall it with "edk uninstall ${releaseName}", then install again.`,
  });
}

/** Waits while the installation continues. */
async function settle(
  platform: PlatformConnection,
  { timeoutMs = 600_000, hookJobs = [] }: InstallOptions,
  { releaseName, step }: { readonly releaseName: string; readonly step: JobStep },
): Promise<ChartStatus | undefined> {
  const settled = await poll(platform, { timeoutMs, signal: step.signal }, async () => {
    const status = await whenBack(platform, step.signal, () => chartStatus(platform, releaseName, step.signal));
    if (status?.helmStatus.startsWith('pending') !== true) return { status };
    step.progress({ message: status.helmStatus });
    return undefined;
  });
  if (settled !== undefined) return settled.status;
  const seconds = Math.round(timeoutMs / 1000);
  throw new EdkError('release.timeout', `Helm is still installing ${releaseName} after ${seconds} s.`, {
    remedy: `${nameHooks(hookJobs, 'may hang')} Remove the release with "edk uninstall ${releaseName} --force".`,
  });
}

function refused(
  { chartName, version, hookJobs = [] }: InstallOptions,
  { releaseName = chartName, text }: Extract<InstallAnswer, { kind: 'refused' }>,
  status: ChartStatus | undefined,
): EdkError {
  if (status === undefined) {
    return new EdkError('platform.installRefused', `The platform did not install ${chartName} ${version}.`, {
      detail: text,
      remedy:
        'The platform gives no reason. Usually it does not have this version of the chart, or its templates cannot be rendered with ' +
        'the given parameters, or render nothing but hooks.',
    });
  }
  if (status.helmStatus === 'uninstalling') {
    return new EdkError('release.failed', `${releaseName} is being uninstalled by someone else.`, {
      remedy: 'Wait until it is uninstalled, then install it again.',
    });
  }
  const message = `The installation of ${releaseName} ended as ${status.helmStatus}.`;
  return new EdkError('release.failed', message, {
    detail: status.description ?? text,
    remedy:
      `The cluster refused one of its objects, or a hook failed. ${nameHooks(hookJobs, 'may have failed')} ` +
      `Fix the chart, then deploy again; "edk uninstall ${releaseName}" removes what is left.`,
  });
}

/** The hook Jobs, with the commands that show their logs. */
function nameHooks(jobs: readonly HookJob[], what: string): string {
  if (jobs.length === 0) return `An install hook of the chart ${what}.`;
  return jobs
    .map(({ name, namespace }) => `The hook Job "${name}" ${what}: kubectl logs job/${name} --namespace ${namespace}.`)
    .join(' ');
}
