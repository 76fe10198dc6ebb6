import type { CheckFacts } from '../../checks/facts.ts';
import { runChecks, type CheckResult } from '../../checks/runChecks.ts';
import type { Project } from '../../project/project.ts';
import { localFacts, type CheckContext } from './localFacts.ts';

/** What was asked of Helm, registries and the platform; see gatherFacts. */
export type GatheredFacts = Pick<CheckFacts, 'rendered' | 'registry' | 'platform' | 'references'>;

export interface CheckedProject extends CheckResult {
  /** What the rules were asked about. */
  readonly facts: CheckFacts;
}

/** Asks the rules. Without gathered facts no process is started and nobody is asked. */
export async function checkProject(
  context: CheckContext,
  project: Project,
  gathered: GatheredFacts = {},
): Promise<CheckedProject> {
  const facts = { ...gathered, ...(await localFacts(context, project)), project };
  return { ...runChecks(facts), facts };
}
