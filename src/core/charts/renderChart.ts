import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { explainFileError } from '../errors/fileErrors.ts';
import { checkHelm } from './checkHelm.ts';
import { explainHelmError } from './explainHelmError.ts';
import { helmTemplate, isolatedHelm } from './helmCalls.ts';
import type { PackageChartOptions } from './packageChart.ts';
import type { RenderedManifest } from './readRendered.ts';
import { packSubcharts } from './packSubcharts.ts';
import { runHelm } from './runHelm.ts';

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
