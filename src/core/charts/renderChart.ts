import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { explainFileError } from '../errors/fileErrors.ts';
import { withTemporaryFolder } from '../files/temporaryFiles.ts';
import { explainHelmError } from './explainHelmError.ts';
import { checkHelm, helmTemplate, isolatedHelm, packSubcharts, runHelm } from './helm.ts';
import type { PackageChartOptions } from './packageChart.ts';
import { type RenderedManifest, refuseAdminResources } from './readRendered.ts';

/**
 * Renders a staged chart without packaging it; nothing is fetched.
 *
 * @throws EdkError `helm.missing`, `helm.tooOld`, `chart.render`, `disk.*`.
 */
export async function renderChart(
  options: Pick<PackageChartOptions, 'staged' | 'helm' | 'workFolder' | 'values' | 'namespace'>,
  signal: AbortSignal,
): Promise<RenderedManifest[]> {
  const { staged, workFolder, namespace } = options;
  const helm = isolatedHelm(options.helm, join(workFolder, 'helm'));
  await checkHelm(helm, signal);
  await packSubcharts(helm, staged, signal);
  const valuesFile = join(workFolder, 'platform-values.json');
  try {
    await mkdir(workFolder, { recursive: true });
    await writeFile(valuesFile, JSON.stringify(options.values));
  } catch (error) {
    throw explainFileError(error, valuesFile);
  }
  const parameters = { release: staged.name, namespace, chartFolder: staged.folder, valuesFile };
  return runHelm(helmTemplate(helm, parameters), signal).catch((error: unknown) => {
    throw explainHelmError(error, {
      code: 'chart.render',
      message: `Helm cannot render the chart "${staged.name}".`,
      staged,
    });
  });
}

interface PackageCheck {
  /** A packaged chart. */
  readonly file: string;
  readonly name: string;
  readonly helm: string;
  /** What the platform adds to the chart's own values. */
  readonly values: unknown;
  readonly adminNamespace: string;
}

/**
 * Renders a packaged chart as the platform does when it is uploaded, without parameters, and refuses what it would.
 *
 * @throws EdkError `chart.invalid`; `tool.failed` with Helm's words; `helm.missing`.
 */
export async function checkPackage(check: PackageCheck, signal: AbortSignal): Promise<void> {
  const { file, name, helm, values, adminNamespace } = check;
  await withTemporaryFolder(async (folder) => {
    const valuesFile = join(folder, 'values.json');
    await writeFile(valuesFile, JSON.stringify(values));
    const options = { release: name, namespace: adminNamespace, chartFolder: file, valuesFile };
    refuseAdminResources(await runHelm(helmTemplate(isolatedHelm(helm, folder), options), signal), adminNamespace);
  });
}
