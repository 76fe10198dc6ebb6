import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeCacheFile } from '../files/privateFiles.ts';
import type { Operators } from './buildableProject.ts';

/** What was found in Python files before, by their content; a file's path is no part of it. */
export interface OperatorMemory {
  recall(text: string, file: string): Promise<Operators | undefined>;
  keep(text: string, operators: Operators): void;
  /** Writes what is new. */
  save(): Promise<void>;
}

/** To be raised when readOperatorText finds something else in the same file: what it found before does not count then. */
const reader = 1;

/** More than a workspace has. */
const mostFiles = 500;

const placeSchema = z.object({ line: z.number().optional(), column: z.number().optional() });
const partSchema = z.union([
  z.strictObject({ text: z.string() }),
  z.strictObject({ variable: z.enum(['DEFAULT_REGISTRY', 'KAAPANA_BUILD_VERSION']) }),
]);
const rememberedSchema = z.object({
  references: z.array(
    z.object({ start: z.number(), end: z.number(), place: placeSchema, parts: z.array(partSchema).optional() }),
  ),
  problems: z.array(z.object({ message: z.string(), place: placeSchema })),
});
type Remembered = z.infer<typeof rememberedSchema>;

/** Remembers in a file of the cache folder, which may be thrown away at any time. */
export function openOperatorMemory(file: string): OperatorMemory {
  let known: Promise<Map<string, Remembered>> | undefined;
  const fresh = new Map<string, Remembered>();
  return {
    recall: async (text, path) => {
      known ??= readKnown(file);
      const found = (await known).get(keyOf(text));
      return found === undefined ? undefined : restore(found, path);
    },
    keep: (text, operators) => {
      fresh.set(keyOf(text), strip(operators));
    },
    save: async () => {
      if (fresh.size === 0) return;
      const all = [...new Map([...((await known) ?? []), ...fresh])].slice(-mostFiles);
      await writeCacheFile(file, JSON.stringify({ reader, files: Object.fromEntries(all) }));
      fresh.clear();
    },
  };
}

function keyOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

async function readKnown(file: string): Promise<Map<string, Remembered>> {
  try {
    const schema = z.object({ reader: z.literal(reader), files: z.record(z.string(), rememberedSchema) });
    return new Map(Object.entries(schema.parse(JSON.parse(await readFile(file, 'utf8'))).files));
  } catch {
    // Forgotten, so the files are read.
    return new Map();
  }
}

function strip({ imageReferences, problems }: Operators): Remembered {
  return {
    references: imageReferences.map(({ start, end, place, parts }) => ({
      start,
      end,
      place: withoutFile(place),
      ...(parts === undefined ? {} : { parts: [...parts] }),
    })),
    problems: problems.map(({ message, place }) => ({ message, place: withoutFile(place) })),
  };
}

function restore({ references, problems }: Remembered, file: string): Operators {
  return {
    imageReferences: references.map(({ start, end, place, parts }) => ({
      file,
      start,
      end,
      place: { ...place, file },
      parts,
    })),
    problems: problems.map(({ message, place }) => ({ message, place: { ...place, file } })),
  };
}

function withoutFile({ line, column }: { readonly line?: number | undefined; readonly column?: number | undefined }) {
  return { ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) };
}
