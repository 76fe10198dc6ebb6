import { EdkError } from '../../errors/edkError.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import type { Project } from '../../project/project.ts';
import type { GatheredFacts } from './checkProject.ts';
import { renderForChecks } from './renderForChecks.ts';
import { resolveReferences } from './resolveReferences.ts';
import { platformFacts, registryFacts } from './surroundingFacts.ts';
import type { EdkContext } from '../context/edkContext.ts';

export interface FactsWanted {
  readonly project: Project;
  /** Let Helm render the chart. */
  readonly render: boolean;
  /** Ask registry and platform. */
  readonly online: boolean;
  /** Look up every image that operators and chart name. */
  readonly references: boolean;
}

/** What is around a project. Who does not answer is told of in a warning, and the rules about it are not asked. */
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
      step.warn(`${what} was not asked: ${error.message}`);
      return undefined;
    }
  };
  const [rendered, registry, platform] = await Promise.all([
    render ? renderForChecks(edk, project, step.signal) : undefined,
    ask('The registry', () => registryFacts(edk, step.signal)),
    ask('The platform', () => platformFacts(edk, step.signal)),
  ]);
  return {
    rendered,
    registry,
    platform,
    references: references ? await resolveReferences(edk, { project, rendered }, step.signal) : undefined,
  };
}
