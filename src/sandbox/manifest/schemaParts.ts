import { z } from 'zod';
import { EdkError } from '../../core/errors/edkError.ts';
import { dnsLabel } from './kubernetesNames.ts';
import type { Resource } from './resourceSchema.ts';

/** Fields that change nothing on a single machine without accounts, quotas and a scheduler. */
export const withoutEffect = z.unknown().optional();

export const resourceMetadata = z.object({ name: z.string().min(1), namespace: dnsLabel.nullish() });

const limit = 'not modelled by the local platform, valid in Kubernetes';
const params = { notModelled: true };
/** An issue about what Kubernetes takes and the local platform does not. */
export const limitIssue = { code: 'custom', message: limit, params } as const;

/** A value that Kubernetes takes and the local platform does not. */
export function modelledIf<T extends z.ZodType>(schema: T, isModelled: (value: z.output<T>) => boolean): T {
  return schema.refine(isModelled, { error: limit, params });
}

/** A field that Kubernetes knows and the local platform does not: it must not be set. */
const notModelled = modelledIf(z.unknown(), (value) => value === undefined || value === null).optional();

/** Fields that Kubernetes knows and the local platform does not, by their names. */
export function fieldsNotModelled<Name extends string>(...names: readonly Name[]): Record<Name, typeof notModelled> {
  return Object.fromEntries(names.map((name) => [name, notModelled])) as Record<Name, typeof notModelled>;
}

/** One of Kubernetes' values; only those in the first list are modelled. */
export function choice(modelled: readonly string[], others: readonly string[]) {
  return modelledIf(z.enum([...modelled, ...others]), (value) => modelled.includes(value));
}

/**
 * @throws EdkError `chart.invalid` naming the first thing that Kubernetes refuses; `platform.unsupported` naming the
 * first one that only the local platform does not take.
 */
export function parseResource<T>(schema: z.ZodType<T>, resource: Resource): T {
  const result = schema.safeParse(resource);
  if (result.success) return result.data;
  const { issues } = result.error;
  const mistake = issues.find((issue) => !isLimit(issue));
  const place = ({ path }: z.core.$ZodIssue) => `${resource.kind} "${resource.metadata.name}", ${path.join('.')}`;
  if (mistake !== undefined) throw new EdkError('chart.invalid', `${place(mistake)}: ${mistake.message}.`);
  const [issue] = issues;
  const what = issue === undefined ? resource.kind : place(issue);
  throw notModelledError(what);
}

/** @param what names the thing, without an end of a sentence. */
export function notModelledError(what: string): EdkError {
  return new EdkError('platform.unsupported', `${what}: ${limit}.`);
}

function isLimit(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'custom' && issue.params?.['notModelled'] === true;
}
