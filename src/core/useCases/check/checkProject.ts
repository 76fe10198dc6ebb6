import type { CheckFacts } from '../../checks/facts.ts';
import { runChecks, type CheckResult } from '../../checks/runChecks.ts';
import type { Project } from '../../project/project.ts';
import { compilePython } from './compilePython.ts';
import { localFacts, type CheckContext } from './localFacts.ts';

/** What was asked of Helm, registries and the platform; see gatherFacts. */
export type GatheredFacts = Pick<CheckFacts, 'rendered' | 'registry' | 'platform' | 'references'>;

export interface CheckOptions extends GatheredFacts {
  readonly signal?: AbortSignal | undefined;
}

export interface CheckedProject extends CheckResult {
  /** What the rules were asked about. */
  readonly facts: CheckFacts;
}

/** Asks the rules. Without gathered facts nobody is asked but python3, which compiles the Python files. */
export async function checkProject(
  context: CheckContext,
  project: Project,
  { signal, ...gathered }: CheckOptions = {},
): Promise<CheckedProject> {
  const [local, python] = await Promise.all([localFacts(context, project), compilePython(project, signal)]);
  const facts = { ...gathered, ...local, python, project };
  return { ...runChecks(facts), facts };
}
