import type { JobStep } from '../../jobs/jobStep.ts';
import { readCatalogue, type CatalogueExtension } from '../../platform/catalogue/readCatalogue.ts';
import { checkHealth, listExtensions } from '../../platform/platformApi.ts';
import type { PlatformConnection } from '../../platform/platformConnection.ts';
import { connectToPlatform, type EdkContext } from '../context/edkContext.ts';
import { brokenBy, type ChainLink } from './chainLink.ts';
import type { PlatformExplanation, PlatformSubject } from './platformSubject.ts';
import { explainListing } from './explainListing.ts';
import { explainRelease } from './explainRelease.ts';

/** The links from the platform on. */
export async function explainOnPlatform(
  edk: EdkContext,
  subject: PlatformSubject,
  step: JobStep,
): Promise<PlatformExplanation> {
  const link = { id: 'platform', title: 'Platform' } as const;
  let platform: PlatformConnection;
  let extensions: readonly CatalogueExtension[];
  try {
    platform = connectToPlatform(edk);
    await checkHealth(platform, step.signal);
    extensions = readCatalogue((await listExtensions(platform, step.signal)).extensions);
  } catch (error) {
    return { links: [brokenBy(error, link)], release: undefined };
  }
  const reached: ChainLink = { ...link, state: 'good', says: `${platform.baseUrl} answers.` };
  const extension = extensions.find(({ chart }) => chart === subject.chart);
  const listing = explainListing(subject, extension);
  if (extension === undefined || listing.some(({ state }) => state === 'broken')) {
    return { links: [reached, ...listing], release: undefined };
  }
  const { links, release } = await explainRelease({ edk, platform, subject, extension }, step);
  return { links: [reached, ...listing, ...links], release };
}
