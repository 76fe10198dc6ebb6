import type { JobStep } from '../../jobs/jobStep.ts';
import { replaceChart } from '../../platform/replaceChart.ts';
import type { BuiltChart } from '../build/buildChart.ts';
import { connectToPlatform, type EdkContext } from '../context/edkContext.ts';

/** Whether to upload a packaged chart. */
export type UploadChoice = 'always' | 'never' | 'whereConfigured';

export type UploadOutcome = 'uploaded' | 'kept here';

/** @throws EdkError `platform.*`; `platform.notConfigured` when it must be uploaded and no platform is configured. */
export async function uploadByChoice(
  edk: EdkContext,
  chart: BuiltChart,
  choice: UploadChoice,
  step: JobStep,
): Promise<UploadOutcome> {
  if (choice === 'never') return 'kept here';
  if (choice === 'whereConfigured' && edk.settings.platformUrl === undefined) {
    step.warn('No platform is configured, so the chart was not uploaded.');
    return 'kept here';
  }
  const platform = connectToPlatform(edk);
  await step.run('Upload the chart', (uploading) => replaceChart(platform, { file: chart.file }, uploading));
  return 'uploaded';
}
