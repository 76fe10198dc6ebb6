import type { CheckFacts } from '../../checks/facts.ts';
import type { Project } from '../../project/project.ts';
import { runChecks, type CheckResult } from '../../checks/runChecks.ts';
import { noProject, requireFolder } from '../../project/readProject.ts';
import { readCheckSources, type CheckSourcesOptions } from './readCheckSources.ts';

/** Gathers what rules need beside the project's files. */
export type GatherFacts = (project: Project) => Promise<Omit<CheckFacts, 'project'>>;

export interface CheckedProject extends CheckResult {
  /** What the rules were asked about. */
  readonly facts: CheckFacts;
}

/**
 * Asks the rules. Without `gather` only those that need nothing but files: no process is started, nobody is asked.
 *
 * @throws EdkError `project.notFound` when there is no such folder, or neither a Dockerfile nor a chart in it.
 */
export async function checkProject(options: CheckSourcesOptions, gather?: GatherFacts): Promise<CheckedProject> {
  const { folder } = options;
  await requireFolder(folder);
  const project = await readCheckSources(options);
  if (project.images.length === 0 && project.charts.length === 0) throw noProject(folder);
  const facts = { project, ...(await gather?.(project)) };
  return { ...runChecks(facts), facts };
}
