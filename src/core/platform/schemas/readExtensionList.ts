import { z } from 'zod';
import { describeProblems } from './describeProblems.ts';
import { extensionEntrySchema, type ExtensionEntry } from './extensionEntry.ts';

export interface ExtensionList {
  readonly extensions: readonly ExtensionEntry[];
  /** Elements that could not be read, each with what is known of it. */
  readonly broken: readonly BrokenEntry[];
}

export interface BrokenEntry {
  readonly name: string;
  readonly reason: string;
}

const namedSchema = z.object({ chart_name: z.string().catch(''), name: z.string().catch('') });

/** Reads element by element, so that one that is broken never hides the others. */
export function readExtensionList(elements: readonly unknown[]): ExtensionList {
  const extensions: ExtensionEntry[] = [];
  const broken: BrokenEntry[] = [];
  for (const element of elements) {
    const parsed = extensionEntrySchema.safeParse(element);
    if (parsed.success) extensions.push(parsed.data);
    else broken.push(explainBroken(element, parsed.error));
  }
  return { extensions, broken };
}

function explainBroken(element: unknown, error: z.ZodError): BrokenEntry {
  if (typeof element === 'string') {
    return { name: element, reason: 'The platform has not read this chart yet; it lists only the name.' };
  }
  const named = namedSchema.safeParse(element);
  const name = named.success ? named.data.chart_name || named.data.name : '';
  return { name: name || '(without a name)', reason: describeProblems(error) };
}
