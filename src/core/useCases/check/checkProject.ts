import type { CheckFacts, RenderedResource } from '../../checks/facts.ts';
import { runChecks, type CheckResult } from '../../checks/runChecks.ts';
import type { Project } from '../../project/project.ts';
import { compilePython } from './compilePython.ts';
import { localFacts, type CheckContext, checkSettings } from './localFacts.ts';
import { type Finding, countFindings } from '../../checks/finding.ts';
import { rules } from '../../checks/rules.ts';
import { EdkError } from '../../errors/edkError.ts';
import type { JobStep } from '../../jobs/jobStep.ts';

/** Facts from Helm, registries and the platform; see gatherFacts. */
export type GatheredFacts = Pick<CheckFacts, 'rendered' | 'registry' | 'platform' | 'references'>;

export interface CheckOptions extends GatheredFacts {
  readonly signal?: AbortSignal | undefined;
}

export interface CheckedProject extends CheckResult {
  /** What the rules checked. */
  readonly facts: CheckFacts;
}

/** Runs the rules. Without gathered facts, it only runs python3, to compile the Python files. */
export async function checkProject(
  context: CheckContext,
  project: Project,
  { signal, ...gathered }: CheckOptions = {},
): Promise<CheckedProject> {
  const [local, python] = await Promise.all([localFacts(context, project), compilePython(project, signal)]);
  const facts = { ...gathered, ...local, python, project };
  return { ...runChecks(facts), facts };
}

/**
 * Checks the files before anything is built, and reports warnings.
 *
 * @throws EdkError `check.failed`, naming every error.
 */
export async function checkBeforeBuild(context: CheckContext, project: Project, step: JobStep): Promise<void> {
  const { findings } = await checkProject(context, project, { signal: step.signal });
  report(findings, step);
  step.result(findings.length === 0 ? 'no problems found' : countFindings(findings));
}

export interface RenderedProject {
  readonly project: Project;
  readonly manifests: readonly RenderedResource[];
}

/**
 * The same for the rendered chart.
 *
 * @throws EdkError `check.failed`, naming every error.
 */
export async function checkRendered(
  context: CheckContext,
  { project, manifests }: RenderedProject,
  step: JobStep,
): Promise<void> {
  const asked = rules.filter(({ needs }) => needs === 'rendered');
  const facts = { project, settings: await checkSettings(context), rendered: { manifests } };
  const { findings } = runChecks(facts, asked);
  // Problems with suppressions were reported before.
  report(
    findings.filter(({ rule }) => asked.some(({ id }) => id === rule)),
    step,
  );
}

function report(findings: readonly Finding[], step: JobStep): void {
  for (const finding of findings) if (finding.severity === 'warning') step.warn(describe(finding));
  const [first, ...others] = findings.filter(({ severity }) => severity === 'error');
  if (first !== undefined) {
    throw new EdkError('check.failed', `${first.message} ${first.why}`, {
      place: first.range,
      detail: others.length === 0 ? undefined : others.map(describe).join('\n'),
      remedy: `${first.remedy} (${first.rule}; to keep it as it is: # edk-ignore ${first.rule}: <reason>)`,
    });
  }
}

function describe({ range, message, rule }: Finding): string {
  return `${range.file}:${range.line}: ${message} (${rule})`;
}
