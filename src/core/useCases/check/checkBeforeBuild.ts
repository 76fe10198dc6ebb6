import type { RenderedResource } from '../../checks/facts.ts';
import { type Finding, countFindings } from '../../checks/finding.ts';
import { rules } from '../../checks/rules.ts';
import { runChecks } from '../../checks/runChecks.ts';
import { EdkError } from '../../errors/edkError.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import type { Project } from '../../project/project.ts';
import { checkProject } from './checkProject.ts';
import { checkSettings, type CheckContext } from './localFacts.ts';

/**
 * Asks the rules about the files before anything is built, and tells their warnings.
 *
 * @throws EdkError `check.failed`, naming every error.
 */
export async function checkBeforeBuild(context: CheckContext, project: Project, step: JobStep): Promise<void> {
  const { findings } = await checkProject(context, project, { signal: step.signal });
  report(findings, step);
  step.result(findings.length === 0 ? 'nothing found' : countFindings(findings));
}

export interface RenderedProject {
  readonly project: Project;
  readonly manifests: readonly RenderedResource[];
}

/**
 * The same for what Helm has made of the chart.
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
  // What is wrong with suppressions was told before.
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
