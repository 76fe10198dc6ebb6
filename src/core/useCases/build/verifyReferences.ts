import { EdkError, type SourcePlace } from '../../errors/edkError.ts';
import { ownImage } from '../../images/plan/ownImage.ts';
import type { ImagePlan } from '../../images/plan/imagePlan.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import type { BuildableProject } from '../../project/buildableProject.ts';
import type { BuiltChart } from './buildChart.ts';
import { operatorImage, requireImage } from '../../project/references/imageReference.ts';
import { lookUpImage, whoseRegistry } from '../check/lookUpImage.ts';
import type { EdkContext } from '../context/edkContext.ts';

interface Mention {
  readonly reference: string;
  readonly by: string;
  readonly place?: SourcePlace | undefined;
}

export interface ReferencesToVerify {
  readonly project: BuildableProject;
  readonly chart: BuiltChart;
  readonly plan: ImagePlan;
}

/**
 * Looks every image that the chart or an operator will pull up in its registry.
 *
 * @throws EdkError `reference.invalid`; `reference.missing`, naming all that are nowhere. A registry that cannot be asked is only warned of:
 * the cluster may reach what this machine does not.
 */
export async function verifyReferences(edk: EdkContext, what: ReferencesToVerify, step: JobStep): Promise<void> {
  const mentions = mentionsOf(edk, what, step);
  for (const { reference, place } of mentions) {
    if (reference !== '') requireImage(reference, [], place);
  }
  const references = [...new Set(mentions.map(({ reference }) => reference))];
  const found = new Set<string>();
  await Promise.all(
    references.map(async (reference) => {
      if (await isThere(edk, reference, step)) found.add(reference);
    }),
  );
  const [first, ...others] = mentions.filter(({ reference }) => !found.has(reference));
  if (first === undefined) {
    step.result(`${references.length} found`);
    return;
  }
  throw new EdkError('reference.missing', describe(first), {
    detail: others.length === 0 ? undefined : others.map(describe).join('\n'),
    place: first.place,
    remedy: remedyFor(first.reference, what),
  });
}

function mentionsOf(edk: EdkContext, { project, chart, plan }: ReferencesToVerify, step: JobStep): Mention[] {
  const rendered = chart.imageReferences.map(({ reference, kind, name, container, template, file }) => ({
    reference,
    by: `${kind} "${name}", container "${container}" (${template})`,
    place: { file: file ?? template },
  }));
  const operators = project.imageReferences.flatMap((operator): Mention[] => {
    const own = ownImage(operator, edk.settings.registry);
    const planned = plan.images.find(({ source }) => source.name === own);
    const reference = planned?.pull[planned.carried] ?? operatorImage(operator, edk.settings);
    const where = `${operator.place.file}:${operator.place.line ?? 1}`;
    if (reference === undefined) {
      step.warn(`${where}: the image of this operator is only known when it runs; it was not checked.`);
      return [];
    }
    return [{ reference, by: where, place: operator.place }];
  });
  return [...rendered, ...operators];
}

async function isThere(edk: EdkContext, reference: string, step: JobStep): Promise<boolean> {
  try {
    return (await lookUpImage(edk, reference, step.signal)) !== undefined;
  } catch (error) {
    const isLocal = whoseRegistry(reference, edk.settings) === 'registry';
    if (isLocal || !(error instanceof EdkError)) throw error;
    step.warn(`${reference} could not be checked: ${error.message}`);
    return true;
  }
}

function describe({ reference, by }: Mention): string {
  return `The image ${reference === '' ? '(none named)' : reference} of ${by} is in no registry.`;
}

function remedyFor(reference: string, { plan }: ReferencesToVerify): string | undefined {
  const name = reference
    .replace(/[:@][^/]*$/, '')
    .split('/')
    .at(-1);
  const own = plan.images.find(({ source }) => source.name === name);
  if (own === undefined) return undefined;
  return `This project builds ${own.pull[own.carried]}. Build it with "edk build image", or correct the reference.`;
}
