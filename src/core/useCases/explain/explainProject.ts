import { chartVersion } from '../../charts/stagedChart.ts';
import { type Finding, atLeast } from '../../checks/finding.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import type { Chart } from '../../project/chart.ts';
import { findHooks } from '../../project/findWorkloads.ts';
import { listDags, type Project } from '../../project/project.ts';
import { readProject } from '../../project/readProject.ts';
import { requireBuildable, type BuildableProject } from '../../project/requireBuildable.ts';
import { checkProject } from '../check/checkProject.ts';
import { renderForChecks } from '../check/gatherFacts.ts';
import { findImageStates } from '../build/planProject.ts';
import type { EdkContext } from '../context/edkContext.ts';
import { brokenBy, type ChainLink, type Explanation } from './chainLink.ts';
import { explainOnPlatform } from './explainOnPlatform.ts';

/** Walks the chain from a project's files to its running pods, up to the first broken link. */
export async function explainProject(edk: EdkContext, folder: string, step: JobStep): Promise<Explanation> {
  const { link, read, project } = await explainFiles(edk, folder, step);
  if (read === undefined || project === undefined) return { subject: folder, release: undefined, links: [link] };
  const { chart } = project;
  const images = await explainImages(edk, project, step);
  if (images.state === 'broken') return { subject: chart.name, release: undefined, links: [link, images] };
  const { links, release } = await explainOnPlatform(
    edk,
    {
      chart: chart.name,
      keywords: chart.keywords,
      version: chartVersion(edk.settings.buildVersion),
      folder,
      dagFiles: listDags(project),
      findHooks: async (signal) => {
        const rendered = await renderForChecks(edk, read, signal);
        return findHooks(rendered?.manifests ?? [], edk.settings.namespaces.admin);
      },
    },
    step,
  );
  return { subject: chart.name, release, links: [link, images, ...links] };
}

interface ExplainedFiles {
  readonly link: ChainLink;
  readonly read?: Project;
  /** Undefined when the link is broken. */
  readonly project?: BuildableProject & { readonly chart: Chart };
}

async function explainFiles(edk: EdkContext, folder: string, step: JobStep): Promise<ExplainedFiles> {
  const link = { id: 'files', title: 'Files of the project' } as const;
  try {
    const { buildArguments } = edk.settings;
    const read = await readProject(folder, { buildArguments, signal: step.signal });
    const { findings } = await checkProject(edk, read, { signal: step.signal });
    const errors = atLeast(findings, 'error');
    const [first] = errors;
    if (first !== undefined) return { link: { ...link, ...describeErrors(first, errors) } };
    const project = requireBuildable(read);
    const { chart } = project;
    if (chart === undefined) {
      return { link: { ...link, state: 'broken', says: 'The project has no chart, so there is nothing to install.' } };
    }
    return {
      link: { ...link, state: 'good', says: 'No errors found.' },
      read,
      project: { ...project, chart },
    };
  } catch (error) {
    return { link: brokenBy(error, link) };
  }
}

function describeErrors(
  { message, range, remedy }: Finding,
  errors: readonly Finding[],
): Pick<ChainLink, 'state' | 'says' | 'detail' | 'remedy'> {
  return {
    state: 'broken',
    says: message,
    detail: errors.map((one) => `${one.range.file}:${one.range.line}: ${one.message} (${one.rule})`).join('\n'),
    remedy: { text: remedy, place: range },
  };
}

async function explainImages(edk: EdkContext, project: BuildableProject, step: JobStep): Promise<ChainLink> {
  const link = { id: 'images', title: 'Images in the registry' } as const;
  const deploy = { text: 'Build and push them: edk deploy.', action: 'deploy' } as const;
  try {
    const images = await findImageStates(edk, project, step);
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
      const says = `Changed since the last build: ${changed}. The previous content is running.`;
      return { ...link, state: 'note', says, remedy: deploy };
    }
    return {
      ...link,
      state: 'good',
      says: images.length === 2 ? 'Both images are up to date.' : `All images (${images.length}) are up to date.`,
    };
  } catch (error) {
    return brokenBy(error, link);
  }
}
