import type { BuiltImage } from '../../images/builtImage.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import { exportChart } from './buildChart.ts';
import { buildProject } from './buildProject.ts';
import type { EdkContext } from '../context/edkContext.ts';
import { uploadByChoice, type UploadChoice, type UploadOutcome } from '../deploy/uploadChoice.ts';

export interface BuildExtensionOptions {
  readonly folder: string;
  readonly upload: UploadChoice;
  /** A copy of the archive goes there. */
  readonly outputFolder: string | undefined;
}

export interface BuiltChartFile {
  readonly name: string;
  readonly version: string;
  readonly sha256: string;
  /** The archive. */
  readonly file: string;
  readonly outcome: UploadOutcome;
}

/** Every image built, pushed and read back; the chart packaged, its images found, and uploaded. */
export async function buildExtension(
  edk: EdkContext,
  { folder, upload, outputFolder }: BuildExtensionOptions,
  step: JobStep,
): Promise<{ readonly images: readonly BuiltImage[]; readonly chart: BuiltChartFile }> {
  const { images, chart } = await buildProject(edk, folder, step);
  const file = outputFolder === undefined ? chart.file : await exportChart(chart, outputFolder);
  const outcome = await uploadByChoice(edk, chart, upload, step);
  const { name, version, sha256 } = chart;
  return { images, chart: { name, version, sha256, file, outcome } };
}
