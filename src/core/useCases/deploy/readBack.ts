import type { JobStep } from '../../jobs/jobStep.ts';
import { listExtensions } from '../../platform/platformApi.ts';
import { poll } from '../../platform/poll.ts';
import type { PlatformConnection } from '../../platform/platformConnection.ts';

export interface UploadedChart {
  readonly name: string;
  readonly version: string;
}

/** The list is up to 30 s old, and a refresh takes some seconds. */
const patienceMs = 45_000;

export async function isListed(
  platform: PlatformConnection,
  { name, version }: UploadedChart,
  signal: AbortSignal,
): Promise<boolean> {
  const { extensions } = await listExtensions(platform, signal);
  return extensions.some(({ chart_name: chart, versions }) => chart === name && versions?.includes(version) === true);
}

/**
 * Waits until the list shows an uploaded chart: the only proof of it that the API gives. There is none for the content
 * of a version that was listed before.
 */
export async function readBack(
  platform: PlatformConnection,
  { chart, listedBefore }: { readonly chart: UploadedChart; readonly listedBefore: boolean },
  step: JobStep,
): Promise<'listed' | 'unproven'> {
  if (listedBefore) {
    step.skip(
      `${chart.name} ${chart.version} was already listed: the platform does not report which content it has now.`,
    );
    return 'unproven';
  }
  const seen = await poll(platform, { timeoutMs: patienceMs, signal: step.signal }, async () => {
    // It fails now and then after an upload, see uploadTrouble of the local platform.
    const listed = await isListed(platform, chart, step.signal).catch((error: unknown) => {
      step.signal.throwIfAborted();
      step.progress({ message: error instanceof Error ? error.message : String(error) });
      return false;
    });
    return listed ? true : undefined;
  });
  if (seen === true) return 'listed';
  step.warn(
    `The platform accepted ${chart.name} ${chart.version}, but has not listed it after ${patienceMs / 1000} s.`,
  );
  return 'unproven';
}
