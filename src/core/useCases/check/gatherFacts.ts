import { EdkError } from '../../errors/edkError.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import type { Project } from '../../project/project.ts';
import type { GatheredFacts } from './checkProject.ts';
import { resolveReferences } from './resolveReferences.ts';
import { type EdkContext, connectToPlatform, connectToRegistry } from '../context/edkContext.ts';
import type { PlatformFacts, RegistryFacts, RenderedChart } from '../../checks/facts.ts';
import { readCatalogue } from '../../platform/catalogue/readCatalogue.ts';
import { listExtensions } from '../../platform/platformApi.ts';
import { platformValues } from '../../charts/platformValues.ts';
import { renderChart } from '../../charts/renderChart.ts';
import { sourceOf } from '../../charts/stagedChart.ts';
import { stageChart } from '../../charts/stageChart.ts';
import { mainCharts } from '../../project/requireBuildable.ts';
import { withTemporaryFolder } from '../../files/temporaryFiles.ts';
import type { CheckContext } from './localFacts.ts';

export interface FactsWanted {
  readonly project: Project;
  /** Render the chart with Helm. */
  readonly render: boolean;
  /** Ask registry and platform. */
  readonly online: boolean;
  /** Look up every image that operators and the chart name. */
  readonly references: boolean;
}

/** What is around a project. Rules about what does not answer are skipped, with a warning. */
export async function gatherFacts(
  edk: EdkContext,
  { project, render, online, references }: FactsWanted,
  step: JobStep,
): Promise<GatheredFacts> {
  const ask = async <T>(what: string, question: () => Promise<T>): Promise<T | undefined> => {
    if (!online) return undefined;
    try {
      return await question();
    } catch (error) {
      if (!(error instanceof EdkError)) throw error;
      step.warn(`The rules that need the ${what} were skipped: ${error.message}`);
      return undefined;
    }
  };
  const [rendered, registry, platform] = await Promise.all([
    render ? renderForChecks(edk, project, step.signal) : undefined,
    ask('registry', () => registryFacts(edk, step.signal)),
    ask('platform', () => platformFacts(edk, step.signal)),
  ]);
  return {
    rendered,
    registry,
    platform,
    references: references ? await resolveReferences(edk, { project, rendered }, step.signal) : undefined,
  };
}

async function registryFacts(edk: EdkContext, signal: AbortSignal): Promise<RegistryFacts> {
  const { client } = connectToRegistry(edk, edk.settings.registry.push, signal);
  return { repositories: await client.listRepositories(signal) };
}

async function platformFacts(edk: EdkContext, signal: AbortSignal): Promise<PlatformFacts> {
  const { extensions } = await listExtensions(connectToPlatform(edk), signal);
  return {
    extensions: readCatalogue(extensions).map(({ chart, title, releases }) => ({
      name: chart,
      title,
      installed: releases.length > 0,
      links: releases.flatMap(({ links }) => links),
    })),
  };
}

/** Errors in the files, which other rules report. */
const saidElsewhere = new Set(['chart.missing', 'chart.invalid', 'chart.dependencyNotFound', 'yaml.invalid']);
/** Without a usable Helm there is no answer, which is not a fault of the project. */
const noHelm = new Set(['helm.missing', 'helm.tooOld', 'tool.missing']);

/**
 * Renders the project's chart as a platform would; undefined without Helm or without exactly one readable chart. A
 * chart with dependencies from other repositories is not rendered either: a check contacts no third parties.
 */
export async function renderForChecks(
  { settings, templatesFolder }: CheckContext,
  project: Project,
  signal: AbortSignal,
): Promise<RenderedChart | undefined> {
  const [only, ...others] = mainCharts(project.charts);
  const chart = only?.definition;
  if (chart === undefined || others.length > 0) return undefined;
  try {
    const values = platformValues(chart, {
      buildVersion: settings.buildVersion,
      platformRegistry: settings.platformRegistry ?? settings.registry.pull,
      namespaces: settings.namespaces,
    });
    return await withTemporaryFolder(async (workFolder) => {
      const staged = await stageChart({
        chart,
        targetFolder: workFolder,
        buildVersion: settings.buildVersion,
        imageTag: undefined,
        registryPull: settings.registry.pull,
        imageNames: project.images.flatMap(({ name }) => name ?? []),
        kaapanaRepository: settings.kaapanaRepository,
        templatesFolder,
      });
      if (staged.foldersToUpdate.length > 0) return undefined;
      const { helm, namespaces } = settings;
      const rendering = { staged, helm, workFolder, values, namespace: namespaces.admin };
      const manifests = await renderChart(rendering, signal);
      return { manifests: manifests.map((one) => ({ ...one, file: sourceOf(one.template, staged) })) };
    });
  } catch (error) {
    if (!(error instanceof EdkError)) throw error;
    if (saidElsewhere.has(error.code) || noHelm.has(error.code)) return undefined;
    // Values from outside, such as those of a launching operator or a parent chart, are unknown here.
    if (error.code === 'chart.render' && only?.role !== 'extension' && missesValue(error)) return undefined;
    if (error.code === 'chart.render') return { manifests: [], problem: error };
    throw error;
  }
}

/** Whether Helm failed because of a missing value, not because of an error in the chart. */
function missesValue({ detail = '' }: EdkError): boolean {
  return /nil pointer|<nil>|error calling (?:index|required|fail|include|tpl)|can't evaluate field|untyped nil/u.test(
    detail,
  );
}
