import type { JobStep } from '../jobs/jobStep.ts';
import { findRelease } from './catalogue/releaseState.ts';
import { checkChartFile, type ChartFile } from './checkChartFile.ts';
import type { HookJob } from './installRelease.ts';
import { listIfPossible } from './waitForPlatform.ts';
import { chartStatus, type ChartStatus } from './platformApi.ts';
import type { PlatformConnection } from './platformConnection.ts';
import { uninstallRelease } from './uninstallRelease.ts';
import { uploadChart } from './upload/uploadChart.ts';

/** A release from an earlier installation, as it was recorded. */
interface KnownRelease {
  readonly releaseName: string;
  readonly version?: string | undefined;
  /** Time that Helm reported then. */
  readonly lastDeployed: string;
}

interface ReplacedChart {
  readonly file: string;
  /** The instance of a multi-installable chart to replace. */
  readonly instance?: string | undefined;
  /** Saves reading the platform's list, which may take seconds, unless someone else has installed it again. */
  readonly known?: KnownRelease | undefined;
  /** Hook Jobs that Helm runs when the release is removed, if known. */
  readonly hookJobs?: readonly HookJob[] | undefined;
  readonly uninstallTimeoutMs?: number | undefined;
}

/**
 * Uploads a packaged chart so that the next installation uses it, replacing any file of the same name.
 *
 * A release of the chart is removed first: while it exists, the platform's check of the upload fails, because the
 * chart's objects belong to that release. For a multi-installable chart, only the named instance is removed; all others
 * stay. The list need not show the chart before it is installed, because the platform installs from the file itself.
 */
export async function replaceChart(
  platform: PlatformConnection,
  chart: ReplacedChart,
  step: JobStep,
): Promise<ChartFile> {
  const checked = await checkChartFile(chart.file, { signal: step.signal });
  for (const warning of checked.warnings) step.warn(warning);
  const name = `${checked.name}-${checked.version}.tgz`;
  await step.run('Remove the previous release', (uninstall) =>
    removePrevious(platform, { ...chart, ...checked }, uninstall),
  );
  await step.run(`Upload ${name}`, (upload) => uploadChart(platform, { file: checked.file, name }, upload));
  return checked;
}

async function removePrevious(
  platform: PlatformConnection,
  chart: ChartFile & ReplacedChart,
  step: JobStep,
): Promise<void> {
  const multiInstallable = chart.keywords.includes('kaapanamultiinstallable');
  const releaseName = multiInstallable ? chart.instance : chart.name;
  if (releaseName === undefined) {
    step.skip('Running instances keep their version.');
    return;
  }
  const before = await chartStatus(platform, releaseName, step.signal);
  if (before === undefined) {
    step.skip('No previous release.');
    return;
  }
  const version =
    knownVersion(releaseName, before, chart.known) ??
    findRelease((await listIfPossible(platform, step.signal)).extensions, { releaseName })?.version ??
    chart.version;
  const { uninstallTimeoutMs: timeoutMs, hookJobs } = chart;
  const removal = { releaseName, version, multiInstallable, hooks: 'run', timeoutMs, hookJobs, before } as const;
  await uninstallRelease(platform, removal, step);
}

function knownVersion(
  releaseName: string,
  { lastDeployed }: ChartStatus,
  known: KnownRelease | undefined,
): string | undefined {
  return known?.releaseName === releaseName && known.lastDeployed === lastDeployed ? known.version : undefined;
}
