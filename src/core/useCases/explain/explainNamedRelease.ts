import type { JobStep } from '../../jobs/jobStep.ts';
import { readCatalogue } from '../../platform/catalogue/readCatalogue.ts';
import { listExtensions } from '../../platform/platformApi.ts';
import { connectToPlatform, type Toolkit } from '../context/toolkit.ts';
import type { Explanation } from './chainLink.ts';
import { explainOnPlatform } from './explainOnPlatform.ts';

/** Walks the chain of a release, or of an extension of the platform, whose files are not at hand. */
export async function explainNamedRelease(kit: Toolkit, name: string, step: JobStep): Promise<Explanation> {
  const chart = await findChartOf(kit, name, step);
  const subject = {
    chart: chart ?? name,
    keywords: [],
    version: undefined,
    folder: undefined,
    dagFiles: [],
    release: chart === undefined || chart === name ? undefined : name,
  };
  const { links, release } = await explainOnPlatform(kit, subject, step);
  return { subject: name, release, links };
}

/** The chart of a release that has a name of its own; whether the platform can be asked is the first link's matter. */
async function findChartOf(kit: Toolkit, name: string, step: JobStep): Promise<string | undefined> {
  if (kit.settings.platformUrl === undefined) return undefined;
  const list = await listExtensions(connectToPlatform(kit), step.signal).catch(() => undefined);
  return readCatalogue(list?.extensions ?? []).find(({ releases }) => releases.some((release) => release.name === name))
    ?.chart;
}
