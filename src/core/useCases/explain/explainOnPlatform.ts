import { EdkError } from '../../errors/edkError.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import { readCatalogue, type CatalogueExtension } from '../../platform/catalogue/readCatalogue.ts';
import { listPatiently } from '../../platform/waitForPlatform.ts';
import { chartStatus, checkHealth } from '../../platform/platformApi.ts';
import type { PlatformConnection } from '../../platform/platformConnection.ts';
import { connectToPlatform, type EdkContext } from '../context/edkContext.ts';
import {
  brokenBy,
  type ChainLink,
  type Explanation,
  type PlatformExplanation,
  type PlatformSubject,
  type ReleaseQuestion,
} from './chainLink.ts';
import { explainListing } from './explainListing.ts';
import { explainHelm, explainRelease, findHookJobs } from './explainRelease.ts';

/** The links that start at the platform. */
export async function explainOnPlatform(
  edk: EdkContext,
  subject: PlatformSubject,
  step: JobStep,
): Promise<PlatformExplanation> {
  const found = await lookAtPlatform(edk, step);
  return 'platform' in found ? explainFound(edk, { subject, ...found }, step) : { links: [found], release: undefined };
}

/** Walks the chain of a release or extension on the platform, without its source files. */
export async function explainNamedRelease(edk: EdkContext, name: string, step: JobStep): Promise<Explanation> {
  const found = await lookAtPlatform(edk, step);
  if (!('platform' in found)) return { subject: name, release: undefined, links: [found] };
  const owner = found.extensions.find(({ releases }) => releases.some((release) => release.name === name));
  const chart = owner?.chart ?? name;
  const release = chart === name ? undefined : name;
  const subject = { chart, keywords: [], version: undefined, folder: undefined, dagFiles: [], release };
  const { links, release: explained } = await explainFound(edk, { subject, ...found }, step);
  return { subject: name, release: explained, links };
}

interface FoundPlatform {
  readonly platform: PlatformConnection;
  readonly extensions: readonly CatalogueExtension[];
  /** Why there is no list. */
  readonly trouble: string | undefined;
}

/** Even without a list, Helm can report the release. */
async function lookAtPlatform(edk: EdkContext, step: JobStep): Promise<FoundPlatform | ChainLink> {
  try {
    const platform = connectToPlatform(edk);
    await checkHealth(platform, step.signal);
    try {
      const { extensions } = await listPatiently(platform, step.signal);
      return { platform, extensions: readCatalogue(extensions), trouble: undefined };
    } catch (error) {
      if (!(error instanceof EdkError) || error.code !== 'platform.failed') throw error;
      return { platform, extensions: [], trouble: error.message };
    }
  } catch (error) {
    return brokenBy(error, { id: 'platform', title: 'Platform' });
  }
}

async function explainFound(
  edk: EdkContext,
  { subject, platform, extensions, trouble }: FoundPlatform & { readonly subject: PlatformSubject },
  step: JobStep,
): Promise<PlatformExplanation> {
  const reached: ChainLink = {
    id: 'platform',
    title: 'Platform',
    state: trouble === undefined ? 'good' : 'note',
    says: trouble ?? `${platform.baseUrl} answers.`,
  };
  const extension = extensions.find(({ chart }) => chart === subject.chart);
  const listing = explainListing(subject, extension);
  if (extension === undefined) {
    const unlisted = await explainUnlisted({ edk, platform, subject }, step);
    return unlisted === undefined
      ? { links: [reached, ...listing], release: undefined }
      : { ...unlisted, links: [reached, ...unlisted.links] };
  }
  if (listing.some(({ state }) => state === 'broken')) return { links: [reached, ...listing], release: undefined };
  const { links, release } = await explainRelease({ edk, platform, subject, extension }, step);
  return { links: [reached, ...listing, ...links], release };
}

/** A release that only Helm knows so far, such as one whose first installation has just failed. */
async function explainUnlisted(
  question: Pick<ReleaseQuestion, 'edk' | 'platform' | 'subject'>,
  step: JobStep,
): Promise<PlatformExplanation | undefined> {
  const { platform } = question;
  const { chart, release } = question.subject;
  const name = release ?? chart;
  const status = await chartStatus(platform, name, step.signal).catch((error: unknown) => {
    // No release can have such a name.
    if (error instanceof EdkError && error.code === 'name.invalid') return undefined;
    throw error;
  });
  if (status === undefined) return undefined;
  const says = `The platform does not list ${name} yet. Its list is up to 30 s old.`;
  const helm = explainHelm(name, status, await findHookJobs(question, status, step));
  return { links: [{ id: 'chart', title: 'Chart on the platform', state: 'unknown', says }, helm], release: name };
}
