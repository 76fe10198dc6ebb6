import type { JobStep } from '../../jobs/jobStep.ts';
import { runTogether } from '../../jobs/runTogether.ts';
import { chartStatus } from '../../platform/platformApi.ts';
import { installRelease } from '../../platform/installRelease.ts';
import type { PlatformConnection } from '../../platform/platformConnection.ts';
import { replaceChart } from '../../platform/replaceChart.ts';
import { watchRelease, type HealthyRelease, type WatchOptions } from '../../platform/watchRelease.ts';
import { parameterDefaults } from '../../charts/parameterDefaults.ts';
import type { Chart } from '../../project/buildableProject.ts';
import type { Settings } from '../../settings/settings.ts';
import type { BuiltChart } from '../build/buildChart.ts';
import { readDeployment, writeDeployment, type DeploymentRecord } from './deploymentRecord.ts';

export interface InstallChartOptions {
  /** Absolute folder of the project. */
  readonly project: string;
  readonly source: Chart;
  readonly chart: BuiltChart;
  /** References by which the cluster pulls the project's images. */
  readonly images: readonly string[];
  readonly settings: Settings;
  /** How long pods may take until they run, in milliseconds. */
  readonly timeoutMs: number;
  /** What there is time for while pods start. */
  readonly meanwhile: (step: JobStep) => Promise<void>;
}

export interface InstalledChart {
  readonly releaseName: string;
  readonly state: HealthyRelease['kind'];
  readonly outcome: 'installed' | 'unchanged';
}

/**
 * Uploads the chart, installs it in place of an older one, and watches until its pods run or have completed. Nothing of
 * that is done again when the platform still runs what this project deployed last.
 *
 * @throws EdkError `platform.*`, `release.*`.
 */
export async function installChart(
  platform: PlatformConnection,
  options: InstallChartOptions,
  step: JobStep,
): Promise<InstalledChart> {
  const { chart, project, settings } = options;
  const written = await readDeployment(settings, project);
  const record = written?.platform === platform.baseUrl ? written : undefined;
  const runsAlready = await findUnchanged(platform, { ...options, record }, step);
  if (runsAlready !== undefined) {
    step.skip(`unchanged: ${runsAlready.releaseName} is ${runsAlready.state}`);
    await options.meanwhile(step);
    return runsAlready;
  }
  await replaceChart(platform, { file: chart.file, instance: ownInstance(chart, record), known: record }, step);
  const releaseName = await step.run(`Install ${chart.name} ${chart.version}`, (install) =>
    installRelease(
      platform,
      {
        chartName: chart.name,
        version: chart.version,
        keywords: chart.keywords,
        parameters: parameterDefaults(options.source),
      },
      install,
    ),
  );
  const { version, fingerprint } = chart;
  const launched = { platform: platform.baseUrl, releaseName, version, images: [...options.images] };
  // Kept also when its pods never run: the next deployment replaces what this one launched.
  await writeDeployment(settings, project, { ...launched, fingerprint: '', lastDeployed: '' });
  const [healthy] = await runTogether(
    step,
    (both) =>
      both.run('Wait for its pods', (watch) => watchRelease(platform, watchOptions(options, releaseName), watch)),
    options.meanwhile,
  );
  const status = await chartStatus(platform, releaseName, step.signal);
  if (status?.lastDeployed !== undefined) {
    await writeDeployment(settings, project, { ...launched, fingerprint, lastDeployed: status.lastDeployed });
  }
  return { releaseName, state: healthy.kind, outcome: 'installed' };
}

/** The instance of a multi-installable chart that this project's last deployment launched. */
function ownInstance(chart: BuiltChart, record: DeploymentRecord | undefined): string | undefined {
  return record?.releaseName.startsWith(`${chart.name}-`) === true ? record.releaseName : undefined;
}

async function findUnchanged(
  platform: PlatformConnection,
  { record, ...options }: InstallChartOptions & { readonly record: DeploymentRecord | undefined },
  step: JobStep,
): Promise<InstalledChart | undefined> {
  if (record?.fingerprint !== options.chart.fingerprint) return undefined;
  const { releaseName } = record;
  const status = await chartStatus(platform, releaseName, step.signal);
  if (status?.helmStatus !== 'deployed' || status.lastDeployed !== record.lastDeployed) return undefined;
  const healthy = await watchRelease(platform, watchOptions(options, releaseName), step);
  return { releaseName, state: healthy.kind, outcome: 'unchanged' };
}

/** Jobs come to an end; one that goes on for longer is believed to be meant so. */
const jobSettleMs = 60_000;

function watchOptions({ chart, timeoutMs }: InstallChartOptions, releaseName: string): WatchOptions {
  const kinds = new Set(chart.imageReferences.map(({ kind }) => kind));
  const settleMs = kinds.size === 1 && kinds.has('Job') ? jobSettleMs : undefined;
  return { releaseName, chartName: chart.name, timeoutMs, expectsPods: kinds.size > 0, settleMs };
}
