import type { JobStep } from '../../jobs/jobStep.ts';
import { readCatalogue } from '../../platform/catalogue/readCatalogue.ts';
import { listExtensions } from '../../platform/platformApi.ts';
import { connectToPlatform, type EdkContext } from '../context/edkContext.ts';
import type { Explanation } from './chainLink.ts';
import { explainOnPlatform } from './explainOnPlatform.ts';

/** Walks the chain of a release, or of an extension of the platform, whose files are not at hand. */
export async function explainNamedRelease(edk: EdkContext, name: string, step: JobStep): Promise<Explanation> {
  const chart = await findChartOf(edk, name, step);
  const subject = {
    chart: chart ?? name,
    keywords: [],
    version: undefined,
    folder: undefined,
    dagFiles: [],
    release: chart === undefined || chart === name ? undefined : name,
  };
  const { links, release } = await explainOnPlatform(edk, subject, step);
  return { subject: name, release, links };
}

/** The chart of a release that has a name of its own; whether the platform can be asked is the first link's matter. */
async function findChartOf(edk: EdkContext, name: string, step: JobStep): Promise<string | undefined> {
  if (edk.settings.platformUrl === undefined) return undefined;
  const list = await listExtensions(connectToPlatform(edk), step.signal).catch(() => undefined);
  return readCatalogue(list?.extensions ?? []).find(({ releases }) => releases.some((release) => release.name === name))
    ?.chart;
}
