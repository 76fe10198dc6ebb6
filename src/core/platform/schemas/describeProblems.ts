import type { z } from 'zod';

/** The first problem that a schema found, with the field's name. */
export function describeProblems(error: z.ZodError): string {
  const [first] = error.issues;
  if (first === undefined) return 'unknown shape';
  const field = first.path.map(String).join('.');
  return field === '' ? first.message : `${field}: ${first.message}`;
}
