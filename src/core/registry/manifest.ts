import { z } from 'zod';
import { EdkError } from '../errors/edkError.ts';

/** Everything a tag can point to, of Docker and of OCI. */
export const manifestTypes = [
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
].join(', ');

const descriptorSchema = z.object({ digest: z.string(), size: z.number() });
const imageSchema = z.object({ config: descriptorSchema, layers: z.array(descriptorSchema) });
const indexSchema = z.object({ manifests: z.array(descriptorSchema) });

export type Descriptor = z.infer<typeof descriptorSchema>;

export interface Manifest {
  readonly digest: string;
  readonly mediaType: string;
  /** As the registry keeps them: their SHA-256 is the digest. */
  readonly bytes: Uint8Array;
  readonly content:
    | { readonly kind: 'image'; readonly config: Descriptor; readonly layers: readonly Descriptor[] }
    | { readonly kind: 'index'; readonly manifests: readonly Descriptor[] };
}

export function readManifestContent(bytes: Uint8Array, name: string): Manifest['content'] {
  const json = parseJson(new TextDecoder().decode(bytes));
  const image = imageSchema.safeParse(json);
  if (image.success) return { kind: 'image', ...image.data };
  const index = indexSchema.safeParse(json);
  if (index.success) return { kind: 'index', ...index.data };
  throw new EdkError('registry.failed', `The manifest of ${name} is none of an image.`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
