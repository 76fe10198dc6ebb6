import { z } from 'zod';
import { EdkError } from '../errors/edkError.ts';
import { isDigest } from '../text/imageReference.ts';
import { parseJson } from '../text/parseJson.ts';

/** Everything a tag can point to, of Docker and of OCI. */
export const manifestTypes = [
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
].join(', ');

/** Docker itself stops at 127 layers. */
const mostParts = 1000;

const descriptorSchema = z.object({ digest: z.string().refine(isDigest), size: z.int().nonnegative() });
const imageSchema = z.object({ config: descriptorSchema, layers: z.array(descriptorSchema).max(mostParts) });
const indexSchema = z.object({ manifests: z.array(descriptorSchema).max(mostParts) });

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
  const text = new TextDecoder().decode(bytes);
  const image = parseJson(text, imageSchema);
  if (image !== undefined) return { kind: 'image', ...image };
  const index = parseJson(text, indexSchema);
  if (index !== undefined) return { kind: 'index', ...index };
  throw new EdkError('registry.failed', `The manifest of ${name} is not an image manifest.`);
}
