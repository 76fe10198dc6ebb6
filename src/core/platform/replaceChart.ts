import type { JobStep } from '../jobs/jobStep.ts';
import { findRelease } from './catalogue/releaseState.ts';
import { checkChartFile, type ChartFile } from './checkChartFile.ts';
import type { HookJob } from './installRelease.ts';
import { listIfPossible } from './waitForPlatform.ts';
import { chartStatus, type ChartStatus } from './platformApi.ts';
import type { PlatformConnection } from './platformConnection.ts';
import { uninstallRelease } from './uninstallRelease.ts';
import { uploadChart } from './upload/uploadChart.ts';

/** A release that somebody installed and kept note of. */
interface KnownRelease {
  readonly releaseName: string;
  readonly version?: string | undefined;
  /** What Helm said of it then. */
  readonly lastDeployed: string;
}

interface ReplacedChart {
  readonly file: string;
  /** The instance of a multi-installable chart to replace. */
  readonly instance?: string | undefined;
  /** Spares a look into the platform's list, which may take seconds, as long as nobody else installed it again. */
  readonly known?: KnownRelease | undefined;
  /** Jobs that Helm runs when the release is removed, where they are known. */
  readonly hookJobs?: readonly HookJob[] | undefined;
  readonly uninstallTimeoutMs?: number | undefined;
}

/**
 * Puts a packaged chart on the platform so that the next install takes it, whatever lies there under its name.
 *
 * A release of the chart is removed first: while it is there the platform's check of the upload fails, since the
 * objects of the chart belong to that release. Of a multi-installable chart only the one instance named goes, all others
 * stay. The list need not show the chart before it is installed: the platform installs from the file itself.
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
