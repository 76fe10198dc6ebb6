import { chartVersion } from '../../charts/chartVersion.ts';
import { atLeast } from '../../checks/report/severities.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import type { BuildableProject } from '../../project/buildableProject.ts';
import { findDagFiles } from '../../project/findDagFiles.ts';
import { readProject } from '../../project/readProject.ts';
import { checkProject } from '../check/checkProject.ts';
import { findImageStates } from '../build/findImageStates.ts';
import type { EdkContext } from '../context/edkContext.ts';
import { brokenBy, type ChainLink, type Explanation } from './chainLink.ts';
import { explainOnPlatform } from './explainOnPlatform.ts';

/** Walks the chain from a project's files to its running pods, and ends at the first link that is broken. */
export async function explainProject(edk: EdkContext, folder: string, step: JobStep): Promise<Explanation> {
  const files = await explainFiles(edk, folder);
  const read = files.state === 'broken' ? undefined : await readForExplanation(edk, folder);
  if (read === undefined || 'state' in read) {
    return { subject: folder, release: undefined, links: [read ?? files] };
  }
  const subject = read.chart?.name ?? read.name;
  const images = await explainImages(edk, folder, step);
  if (images.state === 'broken') return { subject, release: undefined, links: [files, images] };
  const { links, release } = await explainOnPlatform(
    edk,
    {
      chart: subject,
      keywords: read.chart?.keywords ?? [],
      version: chartVersion(edk.settings.buildVersion),
      folder,
      dagFiles: await findDagFiles(read),
    },
    step,
  );
  return { subject, release, links: [files, images, ...links] };
}

async function explainFiles(edk: EdkContext, folder: string): Promise<ChainLink> {
  const link = { id: 'files', title: 'Files of the project' } as const;
  try {
    const { findings } = await checkProject({ folder, ...edk });
    const errors = atLeast(findings, 'error');
    const [first] = errors;
    if (first === undefined) return { ...link, state: 'good', says: 'No rule finds an error in them.' };
    const { message, range, remedy } = first;
    return {
      ...link,
      state: 'broken',
      says: message,
      detail: errors.map((one) => `${one.range.file}:${one.range.line}: ${one.message} (${one.rule})`).join('\n'),
      remedy: { text: remedy, place: range },
    };
  } catch (error) {
    return brokenBy(error, link);
  }
}

async function readForExplanation(edk: EdkContext, folder: string): Promise<BuildableProject | ChainLink> {
  const link = { id: 'files', title: 'Files of the project' } as const;
  try {
    const project = await readProject(folder, { buildArguments: edk.settings.buildArguments });
    if (project.chart !== undefined) return project;
    return { ...link, state: 'broken', says: 'The project has no chart, so there is nothing to install.' };
  } catch (error) {
    return brokenBy(error, link);
  }
}

async function explainImages(edk: EdkContext, folder: string, step: JobStep): Promise<ChainLink> {
  const link = { id: 'images', title: 'Images in the registry' } as const;
  const deploy = { text: 'Build and push them: edk deploy.', action: 'deploy' } as const;
  try {
    const images = await findImageStates(edk, folder, step);
    const named = (wanted: 'missing' | 'changed') =>
      images
        .filter(({ state }) => state === wanted)
        .map(({ name }) => name)
        .join(', ');
    const [missing, changed] = [named('missing'), named('changed')];
    if (missing !== '') {
      return {
        ...link,
        state: 'broken',
        says: `The registry ${edk.settings.registry.push} does not have: ${missing}.`,
        remedy: deploy,
      };
    }
    if (changed !== '') {
      const says = `Changed since they were built: ${changed}. What runs is the content before.`;
      return { ...link, state: 'note', says, remedy: deploy };
    }
    return { ...link, state: 'good', says: `All ${images.length} are there as they lie on disk.` };
  } catch (error) {
    return brokenBy(error, link);
  }
}
