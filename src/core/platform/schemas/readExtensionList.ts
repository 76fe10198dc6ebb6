import { z } from 'zod';
import { describeProblems } from './describeProblems.ts';
import { extensionEntrySchema, type ExtensionEntry } from './extensionEntry.ts';

export interface ExtensionList {
  readonly extensions: readonly ExtensionEntry[];
  readonly broken: readonly BrokenEntry[];
}

/** An element of a list that could not be read, with what is known of it. */
export interface BrokenEntry {
  readonly name: string;
  readonly reason: string;
}

export function readExtensionList(elements: readonly unknown[]): ExtensionList {
  const { read, broken } = readElements(elements, extensionEntrySchema);
  return { extensions: read, broken };
}

/** Reads element by element, so that one that is broken never hides the others. */
export function readElements<T>(
  elements: readonly unknown[],
  schema: z.ZodType<T>,
): { readonly read: readonly T[]; readonly broken: readonly BrokenEntry[] } {
  const read: T[] = [];
  const broken: BrokenEntry[] = [];
  for (const element of elements) {
    const parsed = schema.safeParse(element);
    if (parsed.success) read.push(parsed.data);
    else broken.push(explainBroken(element, parsed.error));
  }
  return { read, broken };
}

const namedSchema = z.object({ chart_name: z.string().catch(''), name: z.string().catch('') });

function explainBroken(element: unknown, error: z.ZodError): BrokenEntry {
  if (typeof element === 'string') {
    return { name: element, reason: 'The platform has not read this chart yet; it lists only the name.' };
  }
  const { data } = namedSchema.safeParse(element);
  const name = data?.chart_name === '' ? data.name : data?.chart_name;
  return { name: name === undefined || name === '' ? '(without a name)' : name, reason: describeProblems(error) };
}
