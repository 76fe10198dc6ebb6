import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { EdkError } from '../errors/edkError.ts';
import type { HttpAnswer, HttpClient } from '../http/httpClient.ts';
import type { Credentials } from './authorization.ts';
import { manifestTypes, readManifestContent, type Descriptor, type Manifest } from './manifest.ts';
import { parseRegistryAddress, type RegistryAddressOptions } from './registryAddress.ts';
import { askRegistry, type RegistryAccess, type RegistryCall } from './registryRequest.ts';

export interface RegistryClientOptions extends RegistryAddressOptions {
  /** `host:port`, optionally with a path that stands before every repository. */
  readonly registry: string;
  readonly http: HttpClient;
  readonly credentials?: Credentials | undefined;
  /** How long one exchange may take, in milliseconds; 15 seconds without it. */
  readonly deadlineMs?: number | undefined;
}

/** What the registry has of an image. */
export interface InspectedImage {
  readonly manifest: Manifest;
  /** Sum of its compressed layers in bytes; of an index, of all its images. */
  readonly size: number;
  /** Digests of layers and configurations that the manifest names and the registry has not. */
  readonly missing: readonly string[];
}

const catalogSchema = z.object({ repositories: z.array(z.string()).nullable() });
const tagsSchema = z.object({ tags: z.array(z.string()).nullable() });
const configSchema = z.object({ created: z.string().optional() });

/**
 * A registry by the OCI distribution API. `tag` may be a digest everywhere. What is not there is undefined or empty.
 * Every method throws EdkError `registry.unreachable`, `registry.refused`, `registry.failed`.
 */
export class RegistryClient {
  readonly #access: RegistryAccess;

  constructor({ registry, http, credentials, plainHttp, deadlineMs = 15_000 }: RegistryClientOptions) {
    this.#access = { address: parseRegistryAddress(registry, { plainHttp }), http, credentials, deadlineMs };
  }

  /** Whether a registry answers, and lets us in. */
  async ping(signal: AbortSignal): Promise<void> {
    const answer = await this.#ask({ method: 'GET', path: '', signal });
    if (answer.status !== 200) {
      throw new EdkError('registry.failed', `What answers at ${this.#access.address.name} is no registry.`);
    }
  }

  async listRepositories(signal: AbortSignal): Promise<string[]> {
    const { prefix } = this.#access.address;
    const names = await this.#collect('_catalog?n=500', catalogSchema, ({ repositories }) => repositories, signal);
    return names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  }

  async listTags(repository: string, signal: AbortSignal): Promise<string[]> {
    return this.#collect(`${this.#path(repository)}/tags/list?n=500`, tagsSchema, ({ tags }) => tags, signal);
  }

  async digest(repository: string, tag: string, signal: AbortSignal): Promise<string | undefined> {
    const answer = await this.#ask({
      method: 'HEAD',
      path: `${this.#path(repository)}/manifests/${tag}`,
      headers: { accept: manifestTypes },
      signal,
    });
    if (answer.status === 404) return undefined;
    const digest = answer.headers['docker-content-digest'];
    return typeof digest === 'string' ? digest : (await this.manifest(repository, tag, signal))?.digest;
  }

  async manifest(repository: string, tag: string, signal: AbortSignal): Promise<Manifest | undefined> {
    const answer = await this.#ask({
      method: 'GET',
      path: `${this.#path(repository)}/manifests/${tag}`,
      headers: { accept: manifestTypes },
      signal,
    });
    if (answer.status === 404) return undefined;
    const bytes = answer.body;
    return {
      digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
      mediaType: answer.headers['content-type'] ?? '',
      bytes,
      content: readManifestContent(bytes, `${repository}:${tag}`),
    };
  }

  /** Sum of the compressed layers in bytes; of an index, of all its images. */
  async size(repository: string, tag: string, signal: AbortSignal): Promise<number | undefined> {
    const blobs = await this.blobs(repository, tag, signal);
    return blobs === undefined ? undefined : sizeOf(blobs);
  }

  /** When the image was built. */
  async created(repository: string, tag: string, signal: AbortSignal): Promise<Date | undefined> {
    const manifest = await this.manifest(repository, tag, signal);
    if (manifest?.content.kind !== 'image') return undefined;
    const path = `${this.#path(repository)}/blobs/${manifest.content.config.digest}`;
    const answer = await this.#ask({ method: 'GET', path, signal });
    if (answer.status === 404) return undefined;
    const created = configSchema.safeParse(parseJson(answer.text())).data?.created;
    const date = created === undefined ? undefined : new Date(created);
    return date === undefined || Number.isNaN(date.getTime()) ? undefined : date;
  }

  /**
   * Hands the bytes of a layer, a configuration or a manifest to `receive` as they come.
   *
   * @throws EdkError `registry.contentMissing`; what `receive` throws.
   */
  async readBlob(
    { repository, digest }: { readonly repository: string; readonly digest: string },
    receive: (body: Readable) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const path = `${this.#path(repository)}/blobs/${digest}`;
    const answer = await this.#ask({ method: 'GET', path, signal, receive });
    if (answer.status === 404) {
      const { name } = this.#access.address;
      throw new EdkError('registry.contentMissing', `${name} has not all of ${repository}: ${digest} is missing.`);
    }
  }

  /** Asks for everything that an image has; what is not there is named. Undefined when there is no manifest. */
  async inspect(repository: string, tag: string, signal: AbortSignal): Promise<InspectedImage | undefined> {
    const manifest = await this.manifest(repository, tag, signal);
    if (manifest === undefined) return undefined;
    const blobs = await this.#blobsOf(repository, manifest, signal);
    const answers = await Promise.all(
      blobs.map(async ({ digest }) => {
        const path = `${this.#path(repository)}/blobs/${digest}`;
        return { digest, status: (await this.#ask({ method: 'HEAD', path, signal })).status };
      }),
    );
    return {
      manifest,
      size: sizeOf(blobs),
      missing: answers.filter(({ status }) => status === 404).map(({ digest }) => digest),
    };
  }

  /** Lets another tag name the same image. Nothing is sent but the manifest. */
  async copyTag(repository: string, tags: { from: string; to: string }, signal: AbortSignal): Promise<void> {
    const manifest = await this.manifest(repository, tags.from, signal);
    if (manifest === undefined) {
      throw new EdkError('registry.contentMissing', `${this.#access.address.name} has no ${repository}:${tags.from}.`);
    }
    await this.putTag(repository, { tag: tags.to, manifest }, signal);
  }

  /** Lets a tag name an image whose content the registry has. */
  async putTag(
    repository: string,
    { tag, manifest }: { readonly tag: string; readonly manifest: Pick<Manifest, 'mediaType' | 'bytes'> },
    signal: AbortSignal,
  ): Promise<void> {
    await this.#ask({
      method: 'PUT',
      path: `${this.#path(repository)}/manifests/${tag}`,
      headers: { 'content-type': manifest.mediaType },
      body: manifest.bytes,
      signal,
    });
  }

  /** Takes away the image and with it every tag that names it. False when it was not there. */
  async deleteManifest(repository: string, digest: string, signal: AbortSignal): Promise<boolean> {
    const path = `${this.#path(repository)}/manifests/${digest}`;
    return (await this.#ask({ method: 'DELETE', path, signal })).status !== 404;
  }

  #path(repository: string): string {
    return `${this.#access.address.prefix}${repository}`;
  }

  #ask(call: RegistryCall): Promise<HttpAnswer> {
    return askRegistry(this.#access, call);
  }

  /** Configuration and layers; of an index, of all its images. */
  async blobs(repository: string, tag: string, signal: AbortSignal): Promise<Descriptor[] | undefined> {
    const manifest = await this.manifest(repository, tag, signal);
    return manifest === undefined ? undefined : this.#blobsOf(repository, manifest, signal);
  }

  async #blobsOf(repository: string, { content }: Manifest, signal: AbortSignal): Promise<Descriptor[]> {
    if (content.kind === 'image') return [content.config, ...content.layers];
    const inner = await Promise.all(content.manifests.map(({ digest }) => this.blobs(repository, digest, signal)));
    return inner.flatMap((blobs) => blobs ?? []);
  }

  /** Follows the pages of a list. */
  async #collect<T>(
    path: string,
    schema: z.ZodType<T>,
    pick: (page: T) => string[] | null,
    signal: AbortSignal,
  ): Promise<string[]> {
    const found: string[] = [];
    for (let next: string | undefined = path; next !== undefined;) {
      const answer = await this.#ask({ method: 'GET', path: next, signal });
      if (answer.status === 404) break;
      const page = schema.safeParse(parseJson(answer.text()));
      if (!page.success) {
        throw new EdkError('registry.failed', `The registry ${this.#access.address.name} answers with no list.`);
      }
      found.push(...(pick(page.data) ?? []));
      next = nextPage(answer.headers['link'], this.#access.address.api);
    }
    return found;
  }
}

function sizeOf(blobs: readonly Descriptor[]): number {
  return blobs.reduce((sum, { size }) => sum + size, 0);
}

/** A link to another host is not followed: it would carry the credentials there. */
function nextPage(link: string | string[] | undefined, api: URL): string | undefined {
  const target = typeof link === 'string' ? /<([^>]+)>;\s*rel="?next"?/.exec(link)?.[1] : undefined;
  if (target === undefined) return undefined;
  const url = new URL(target, api);
  return url.origin === api.origin ? url.href : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
