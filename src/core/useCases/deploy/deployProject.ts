import type { JobStep } from '../../jobs/jobStep.ts';
import { checkHealth, chartStatus } from '../../platform/platformApi.ts';
import { buildProject, type BuiltProject } from '../build/buildProject.ts';
import { connectToPlatform, type EdkContext } from '../context/edkContext.ts';
import { installRelease } from '../../platform/installRelease.ts';
import type { PlatformConnection } from '../../platform/platformConnection.ts';
import { releaseUrls } from '../../platform/platformLinks.ts';
import { replaceChart } from '../../platform/replaceChart.ts';
import { watchRelease, type WatchedRelease, type WatchOptions } from '../../platform/watchRelease.ts';
import { parameterDefaults } from '../../charts/platformValues.ts';
import type { Chart } from '../../project/chart.ts';
import type { Settings } from '../../settings/settings.ts';
import type { BuiltChart } from '../build/buildChart.ts';
import { readDeployment, writeDeployment, type DeploymentRecord } from './deploymentRecord.ts';

export interface DeployOptions {
  readonly folder: string;
  /** How long pods may take until they run, in milliseconds. */
  readonly timeoutMs: number;
}

/** The main job: from source to a release whose images exist and whose pods run or have completed. */
export async function deployProject(
  edk: EdkContext,
  { folder, timeoutMs }: DeployOptions,
  step: JobStep,
): Promise<BuiltProject & { readonly release: InstalledChart }> {
  const platform = connectToPlatform(edk);
  await step.run('Connect to the platform', (reaching) => checkHealth(platform, reaching.signal));
  const built = await buildProject(edk, folder, step);
  const { source, chart } = built;
  const images = built.images.map(({ image }) => image.pull.immutable);
  const { settings } = edk;
  const release = await step.run('Release', (installing) =>
    installChart(platform, { project: folder, source, chart, images, settings, timeoutMs }, installing),
  );
  return { ...built, release };
}

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
}

export interface InstalledChart {
  readonly releaseName: string;
  readonly state: WatchedRelease['kind'];
  readonly outcome: 'installed' | 'unchanged';
  /** Addresses for a browser; empty if it has no web pages. */
  readonly links: readonly string[];
  /** Workloads whose pods the platform does not list, e.g. `StatefulSet "store"`. */
  readonly unlisted: readonly string[];
  /** The same as a sentence for people. */
  readonly note?: string | undefined;
}

/**
 * Uploads the chart, installs it in place of an older one, and watches until its pods run or have completed. Does
 * nothing if the platform still runs what this project last deployed.
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
    return runsAlready;
  }
  await replaceChart(
    platform,
    { file: chart.file, instance: ownInstance(chart, record), known: record, hookJobs: hookJobs(chart, 'delete') },
    step,
  );
  const { version, fingerprint } = chart;
  const images = [...options.images];
  // Written even if the installation fails later: "edk status" asks Helm about this release.
  if (!chart.keywords.includes('kaapanamultiinstallable')) {
    const asked = { platform: platform.baseUrl, releaseName: chart.name, version, images };
    await writeDeployment(settings, project, { ...asked, fingerprint: '', lastDeployed: '' });
  }
  const releaseName = await step.run(`Install ${chart.name} ${chart.version}`, (install) =>
    installRelease(
      platform,
      {
        chartName: chart.name,
        version: chart.version,
        keywords: chart.keywords,
        parameters: parameterDefaults(options.source),
        hookJobs: hookJobs(chart, 'install'),
      },
      install,
    ),
  );
  const launched = { platform: platform.baseUrl, releaseName, version, images };
  // The next deployment replaces what this one launched.
  await writeDeployment(settings, project, { ...launched, fingerprint: '', lastDeployed: '' });
  const healthy = await step.run('Wait for its pods', (watch) =>
    watchRelease(platform, watchOptions(options, releaseName), watch),
  );
  const status = await chartStatus(platform, releaseName, step.signal);
  if (status?.lastDeployed !== undefined) {
    await writeDeployment(settings, project, { ...launched, fingerprint, lastDeployed: status.lastDeployed });
  }
  return { ...describe(platform, options, { releaseName, healthy }), outcome: 'installed' };
}

function hookJobs({ hooks }: BuiltChart, verb: 'install' | 'delete'): BuiltChart['hooks'] {
  return hooks.filter(({ kind, events }) => kind === 'Job' && events.some((event) => event.endsWith(`-${verb}`)));
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
  return { ...describe(platform, options, { releaseName, healthy }), outcome: 'unchanged' };
}

/** Jobs are expected to end; one that is still running after this time is assumed to run on purpose. */
const jobSettleMs = 60_000;

/** Programs that crash soon after their start have mostly done so by then; only a probe could tell earlier. */
const unprobedSettleMs = 10_000;

function watchOptions({ chart, timeoutMs }: InstallChartOptions, releaseName: string): WatchOptions {
  const listed = chart.workloads.filter((workload) => workload.listed);
  const isJob = listed.length > 0 && listed.every(({ kind }) => kind === 'Job');
  const isUnprobed = listed.some(({ kind, probed }) => kind !== 'Job' && !probed);
  const settleMs = isJob ? jobSettleMs : isUnprobed ? unprobedSettleMs : undefined;
  return { releaseName, timeoutMs, expectsPods: listed.length > 0, settleMs };
}

function describe(
  { baseUrl }: PlatformConnection,
  { chart }: InstallChartOptions,
  { releaseName, healthy }: { readonly releaseName: string; readonly healthy: WatchedRelease },
): Omit<InstalledChart, 'outcome'> {
  const links = releaseUrls(baseUrl, healthy.links);
  const unlisted = chart.workloads.filter(({ listed }) => !listed).map(({ kind, name }) => `${kind} "${name}"`);
  const note = unlisted.length > 0 ? unlistedNote(unlisted) : chart.workloads.length === 0 ? podlessNote : undefined;
  return { releaseName, state: healthy.kind, links, unlisted, note };
}

/** Without listed pods, Helm's "deployed" is the most that can be known. */
function unlistedNote(unlisted: readonly string[]): string {
  return `The platform does not list the pods of ${unlisted.join(', ')}, so it is unknown whether they run.`;
}

const podlessNote = 'The chart runs no pods, so there was nothing more to wait for.';
