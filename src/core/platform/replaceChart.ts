import type { JobStep } from '../jobs/jobStep.ts';
import { findRelease } from './catalogue/findRelease.ts';
import { checkChartFile, type ChartFile } from './checkChartFile.ts';
import { chartStatus, listExtensions } from './platformApi.ts';
import type { PlatformConnection } from './platformConnection.ts';
import { uninstallRelease } from './uninstallRelease.ts';
import { uploadChart } from './upload/uploadChart.ts';

/**
 * Puts a packaged chart on the platform so that the next install takes it, whatever lies there under its name.
 *
 * A release of the chart is removed first: while it is there the platform's check of the upload fails, since the
 * objects of the chart belong to that release. Of a multi-installable chart only the one instance named goes, all others
 * stay. The list need not show the chart before it is installed: the platform installs from the file itself.
 */
export async function replaceChart(
  platform: PlatformConnection,
  chart: {
    readonly file: string;
    /** The instance of a multi-installable chart to replace. */
    readonly instance?: string | undefined;
    readonly uninstallTimeoutMs?: number | undefined;
  },
  step: JobStep,
): Promise<ChartFile> {
  const checked = await checkChartFile(chart.file, { signal: step.signal });
  for (const warning of checked.warnings) step.warn(warning);
  const name = `${checked.name}-${checked.version}.tgz`;
  await step.run('Remove the previous release', (uninstall) =>
    removePrevious(platform, { ...checked, instance: chart.instance, timeoutMs: chart.uninstallTimeoutMs }, uninstall),
  );
  await step.run(`Upload ${name}`, (upload) => uploadChart(platform, { file: checked.file, name }, upload));
  return checked;
}

async function removePrevious(
  platform: PlatformConnection,
  chart: ChartFile & { readonly instance: string | undefined; readonly timeoutMs: number | undefined },
  step: JobStep,
): Promise<void> {
  const multiInstallable = chart.keywords.includes('kaapanamultiinstallable');
  const releaseName = multiInstallable ? chart.instance : chart.name;
  if (releaseName === undefined) {
    step.skip('Running instances keep their version.');
    return;
  }
  if ((await chartStatus(platform, releaseName, step.signal)) === undefined) {
    step.skip('There is none.');
    return;
  }
  const { extensions } = await listExtensions(platform, step.signal);
  const version = findRelease(extensions, { releaseName })?.version ?? chart.version;
  const { timeoutMs } = chart;
  await uninstallRelease(platform, { releaseName, version, multiInstallable, hooks: 'run', timeoutMs }, step);
}
