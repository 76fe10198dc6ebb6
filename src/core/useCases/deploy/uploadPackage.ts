import { basename, resolve } from 'node:path';
import { EdkError } from '../../errors/edkError.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import { checkChartFile, type ChartFile } from '../../platform/checkChartFile.ts';
import { checkUploadName } from '../../platform/checkNames.ts';
import { chartStatus, listExtensions } from '../../platform/platformApi.ts';
import type { PlatformConnection } from '../../platform/platformConnection.ts';
import { uploadChart, uploadTar } from '../../platform/upload/uploadChart.ts';
import { checkPackage } from '../../charts/renderChart.ts';
import { platformValues } from '../../charts/platformValues.ts';
import type { EdkContext } from '../context/edkContext.ts';
import { poll } from '../../platform/waitForPlatform.ts';

export interface UploadedPackage {
  readonly kind: 'chart' | 'images';
  /** As the platform has it now. */
  readonly name: string;
  /** Whether the platform was seen to have it afterwards. */
  readonly proof: 'listed' | 'imported' | 'unproven';
}

export interface UploadChecks {
  /** Checks a chart before the upload; throws for what the platform would refuse. */
  readonly render: (chart: ChartFile, signal: AbortSignal) => Promise<void>;
  readonly readBack: 'wait' | 'skip';
}

/**
 * Uploads a packaged chart (.tgz) or a tar of images (.tar) to the platform. Installed releases do not change.
 *
 * @throws EdkError `usage` for any other file, `chart.invalid`, `name.invalid`, `platform.*`.
 */
export async function uploadPackage(
  platform: PlatformConnection,
  { path, checks }: { readonly path: string; readonly checks: UploadChecks },
  step: JobStep,
): Promise<UploadedPackage> {
  const file = resolve(path);
  const name = basename(file);
  if (name.endsWith('.tgz')) {
    return { kind: 'chart', name, proof: await uploadPackagedChart(platform, { file, checks }, step) };
  }
  if (!name.endsWith('.tar')) {
    throw new EdkError('usage', `${name} is neither a packaged chart (.tgz) nor a tar of images (.tar).`, {
      remedy: 'Package a chart with "edk build chart", or save images with "docker save -o <name>.tar".',
    });
  }
  checkUploadName(name);
  await uploadTar(platform, { file, name }, step);
  return { kind: 'images', name, proof: 'imported' };
}

async function uploadPackagedChart(
  platform: PlatformConnection,
  { file, checks }: { readonly file: string; readonly checks: UploadChecks },
  step: JobStep,
): Promise<'listed' | 'unproven'> {
  const chart = await step.run('Check the chart', async (checking) => {
    const checked = await checkChartFile(file, { signal: checking.signal });
    await checks.render(checked, checking.signal);
    return checked;
  });
  for (const warning of chart.warnings) step.warn(warning);
  const name = basename(file);
  const listedBefore = checks.readBack === 'wait' && (await isListed(platform, chart, step.signal).catch(() => false));
  await step.run(`Upload ${name}`, async (uploading) => {
    try {
      await uploadChart(platform, { file, name }, uploading);
    } catch (error) {
      throw await explainRefusal(platform, { chart: chart.name, error }, uploading);
    }
  });
  if (checks.readBack === 'skip') return 'unproven';
  return await step.run('Wait until it is listed', (reading) => readBack(platform, { chart, listedBefore }, reading));
}

/** The platform checks a chart by installing it, which fails while a release owns the same objects. */
async function explainRefusal(
  platform: PlatformConnection,
  { chart, error }: { readonly chart: string; readonly error: unknown },
  step: JobStep,
): Promise<unknown> {
  if (!(error instanceof EdkError) || error.code !== 'platform.uploadRefused') return error;
  const status = await chartStatus(platform, chart, step.signal).catch(() => undefined);
  if (status === undefined) return error;
  return new EdkError('platform.uploadRefused', error.message, {
    cause: error,
    detail: error.detail,
    remedy: `${chart} is installed, and the platform checks a chart by installing it. Uninstall it, then upload again.`,
  });
}

/** Checks packages with the user's Helm; without Helm, only the platform's own check remains. */
export function uploadChecks(
  { settings }: EdkContext,
  readBack: UploadChecks['readBack'],
  step: JobStep,
): UploadChecks {
  const { helm, namespaces, buildVersion } = settings;
  const platformRegistry = settings.platformRegistry ?? settings.registry.pull;
  return {
    readBack,
    async render({ file, name, keywords }, signal) {
      // Without the chart's parameters, as the platform does.
      const values = platformValues({ keywords, values: {} }, { buildVersion, platformRegistry, namespaces });
      try {
        await checkPackage({ file, name, helm, values, adminNamespace: namespaces.admin }, signal);
      } catch (error) {
        if (!(error instanceof EdkError)) throw error;
        if (error.code === 'helm.missing') step.log(`Not rendered before the upload: ${error.message}`);
        else if (error.code !== 'tool.failed') throw error;
        else
          step.warn(
            `The platform will refuse ${name}: it cannot be rendered without parameters. ${error.detail ?? ''}`,
          );
      }
    },
  };
}

interface UploadedChart {
  readonly name: string;
  readonly version: string;
}

/** The list is up to 30 s old, and a refresh takes some seconds. */
const patienceMs = 45_000;

async function isListed(
  platform: PlatformConnection,
  { name, version }: UploadedChart,
  signal: AbortSignal,
): Promise<boolean> {
  const { extensions } = await listExtensions(platform, signal);
  return extensions.some(({ chart_name: chart, versions }) => chart === name && versions?.includes(version) === true);
}

/**
 * Waits until the list shows an uploaded chart: the only proof that the API offers. For a version that was listed
 * before, nothing proves that its content is the new one.
 */
async function readBack(
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
    // The list sometimes fails after an upload; see uploadTrouble of the local platform.
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
