import { z } from 'zod';
import { EdkError } from '../../core/errors/edkError.ts';
import type { Resource } from './resourceSchema.ts';

/** Fields that change nothing on a single machine without accounts, quotas and a scheduler. */
export const withoutEffect = z.unknown().optional();

export const resourceMetadata = z.object({ name: z.string().min(1), namespace: z.string().nullish() });

/** @throws EdkError `platform.unsupported` naming the first field that the local platform does not model. */
export function parseResource<T>(schema: z.ZodType<T>, resource: Resource): T {
  const result = schema.safeParse(resource);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue === undefined ? '' : `${issue.path.join('.')}: ${issue.message}`;
  throw new EdkError('platform.unsupported', `${resource.kind} "${resource.metadata.name}", ${place}.`);
}
