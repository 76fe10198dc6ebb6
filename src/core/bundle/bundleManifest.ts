import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { EdkError } from '../errors/edkError.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);
/** A name inside the bundle; it must not lead out of it. */
const fileName = z.string().regex(/^[\w][\w.+-]*$/);
const file = z.object({ file: fileName, sha256, bytes: z.number().int().nonnegative() });

const manifestSchema = z.object({
  format: z.literal('kaapana-edk bundle 1'),
  name: z.string(),
  version: z.string(),
  buildVersion: z.string(),
  /** ISO 8601, UTC. */
  made: z.string(),
  /** The registry whose name the images carry. */
  registry: z.string(),
  chart: file,
  imagesTar: file,
  images: z.array(z.object({ references: z.array(z.string()), digest, bytes: z.number().int().nonnegative() })),
  /** Images that the chart or an operator names and the platform has to have from elsewhere. */
  notIncluded: z.array(z.string()),
});

/** What stands in a bundle's manifest.json. */
export type BundleManifest = z.infer<typeof manifestSchema>;

export const manifestFile = 'manifest.json';

/** @throws EdkError `bundle.invalid`. */
export async function readBundleManifest(folder: string): Promise<BundleManifest> {
  const path = join(folder, manifestFile);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new EdkError('bundle.invalid', `${folder} is not a bundle: ${manifestFile} cannot be read.`, { cause });
  });
  const checked = manifestSchema.safeParse(parseJson(text));
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw new EdkError('bundle.invalid', `${path} is not valid.`, {
    detail: issue === undefined ? undefined : `${issue.path.join('.')}: ${issue.message}`,
    place: { file: path },
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
