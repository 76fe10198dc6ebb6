import { basename, resolve } from 'node:path';
import { EdkError } from '../../errors/edkError.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import { isListed, readBack } from './readBack.ts';
import { checkChartFile, type ChartFile } from '../../platform/checkChartFile.ts';
import { checkUploadName } from '../../platform/checkNames.ts';
import { chartStatus } from '../../platform/platformApi.ts';
import type { PlatformConnection } from '../../platform/platformConnection.ts';
import { uploadChart } from '../../platform/upload/uploadChart.ts';
import { uploadTar } from '../../platform/upload/uploadTar.ts';

export interface UploadedPackage {
  readonly kind: 'chart' | 'images';
  /** As the platform has it now. */
  readonly name: string;
  /** Whether it was seen on the platform afterwards. */
  readonly proof: 'listed' | 'imported' | 'unproven';
}

export interface UploadChecks {
  /** Looks into a chart before it is sent; throws for what the platform would refuse. */
  readonly render: (chart: ChartFile, signal: AbortSignal) => Promise<void>;
  readonly readBack: 'wait' | 'skip';
}

/**
 * Puts a packaged chart (.tgz) or a tar of images (.tar) on the platform; what is installed stays as it is.
 *
 * @throws EdkError `usage` for another file, `chart.invalid`, `name.invalid`, `platform.*`.
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
  return await step.run('Read it back', (reading) => readBack(platform, { chart, listedBefore }, reading));
}

/** The platform tries the chart out, which fails while its objects belong to a release of it. */
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
