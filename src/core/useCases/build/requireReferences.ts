import type { ResolvedReference } from '../../checks/facts.ts';
import type { Finding } from '../../checks/finding.ts';
import { nowhere } from '../../checks/reference/registries.ts';
import { runChecks } from '../../checks/runChecks.ts';
import { EdkError } from '../../errors/edkError.ts';
import type { ImagePlan } from '../../images/plan/imagePlan.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import type { BuildableProject } from '../../project/requireBuildable.ts';
import { checkSettings } from '../check/localFacts.ts';
import { whoseRegistry, resolveReferences } from '../check/resolveReferences.ts';
import type { EdkContext } from '../context/edkContext.ts';
import type { BuiltChart } from './buildChart.ts';

export interface ReferencesToRequire {
  readonly project: BuildableProject;
  readonly chart: BuiltChart;
  readonly plan: ImagePlan;
}

/**
 * Looks up every image that the chart or an operator will pull, with the rule of `edk check --references`.
 *
 * @throws EdkError `reference.missing`, listing all missing images; `registry.*` for the registry that was pushed to.
 * Any other unreachable registry only causes a warning: the cluster may reach what this machine does not.
 */
export async function requireReferences(
  edk: EdkContext,
  { project, chart, plan }: ReferencesToRequire,
  step: JobStep,
): Promise<void> {
  const rendered = { manifests: chart.manifests };
  const references = await resolveReferences(edk, { project, rendered, plan }, step.signal);
  for (const reference of references) tellUnknown(edk, reference, step);
  const { findings } = runChecks({ project, settings: await checkSettings(edk), references }, [nowhere]);
  const [first, ...others] = findings.filter(({ rule }) => rule === nowhere.id);
  if (first === undefined) {
    step.result(`${new Set(references.map(({ reference }) => reference)).size} found`);
    return;
  }
  const { file, line, column } = first.range;
  const lost = references.find(({ origin, range }) => origin === 'nowhere' && range === first.range);
  throw new EdkError('reference.missing', first.message, {
    detail: others.length === 0 ? undefined : others.map(describe).join('\n'),
    place: { file, line, column },
    remedy: remedyFor(lost?.image?.repository, plan) ?? first.remedy,
  });
}

function tellUnknown(
  edk: EdkContext,
  { origin, reference, problem, note, range }: ResolvedReference,
  step: JobStep,
): void {
  if (origin !== 'unknown') return;
  if (problem !== undefined && reference !== undefined && whoseRegistry(reference, edk.settings) === 'registry') {
    throw problem;
  }
  step.warn(`${range.file}:${range.line}: ${reference ?? 'an image'} was not looked up: ${note ?? ''}`);
}

function describe({ range, message }: Finding): string {
  return `${range.file}:${range.line}: ${message}`;
}

function remedyFor(repository: string | undefined, { images }: ImagePlan): string | undefined {
  const name = repository?.split('/').at(-1);
  const own = images.find(({ source }) => source.name === name);
  if (own === undefined) return undefined;
  return `This project builds ${own.pull[own.carried]}. Build it with "edk build image", or correct the reference.`;
}
