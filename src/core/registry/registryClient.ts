import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { EdkError } from '../errors/edkError.ts';
import type { HttpAnswer, HttpClient } from '../http/httpClient.ts';
import { isDigest, isRepository, isTag } from '../text/imageReference.ts';
import { parseJson } from '../text/parseJson.ts';
import type { Credentials } from './authorization.ts';
import { manifestTypes, readManifestContent, type Descriptor, type Manifest } from './manifest.ts';
import { parseRegistryAddress, type RegistryAddressOptions } from './registryAddress.ts';
import { readPages, askRegistry, type RegistryAccess, type RegistryCall } from './registryRequest.ts';

export interface RegistryClientOptions extends RegistryAddressOptions {
  /** `host:port`, optionally with a path that stands before every repository. */
  readonly registry: string;
  readonly http: HttpClient;
  /** Asked once, when the registry wants somebody to sign in. */
  readonly findCredentials?: ((signal: AbortSignal) => Promise<Credentials | undefined>) | undefined;
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

const catalogSchema = z
  .object({ repositories: z.array(z.string()).nullish() })
  .transform(({ repositories }) => repositories ?? []);
const tagsSchema = z.object({ tags: z.array(z.string()).nullish() }).transform(({ tags }) => tags ?? []);
const configSchema = z.object({ created: z.string().optional() });

/**
 * A registry by the OCI distribution API. `tag` may be a digest everywhere. What is not there is undefined or empty.
 * Every method throws EdkError `registry.unreachable`, `registry.refused`, `registry.failed`.
 */
export class RegistryClient {
  readonly #access: RegistryAccess;

  constructor({ registry, http, findCredentials, plainHttp = [], deadlineMs = 15_000 }: RegistryClientOptions) {
    this.#access = {
      address: parseRegistryAddress(registry, { plainHttp }),
      http,
      findCredentials: findCredentials ?? (() => Promise.resolve(undefined)),
      plainHttp,
      authorizations: new Map(),
      deadlineMs,
    };
  }

  /** Whether a registry answers, and lets us in. */
  async ping(signal: AbortSignal): Promise<void> {
    const answer = await this.#ask({ method: 'GET', path: '', signal });
    if (answer.status !== 200) {
      throw new EdkError('registry.failed', `The server at ${this.#access.address.name} is not a registry.`);
    }
  }

  /** @throws EdkError `registry.failed` also where a registry keeps no list, which does not mean that it is empty. */
  async listRepositories(signal: AbortSignal): Promise<string[]> {
    const { name: registry, prefix } = this.#access.address;
    const call = { path: '_catalog', scope: 'registry:catalog:*', signal };
    const names = await readPages(this.#access, call, catalogSchema);
    if (names === undefined)
      throw new EdkError('registry.failed', `The registry ${registry} does not list its images.`);
    return names
      .filter((name) => name.startsWith(prefix) && isRepository(name))
      .map((name) => name.slice(prefix.length));
  }

  async listTags(repository: string, signal: AbortSignal): Promise<string[]> {
    const call = { ...this.#call(repository, 'tags/list', 'pull'), signal };
    return ((await readPages(this.#access, call, tagsSchema)) ?? []).filter(isTag);
  }

  async digest(repository: string, tag: string, signal: AbortSignal): Promise<string | undefined> {
    const answer = await this.#ask({
      method: 'HEAD',
      ...this.#manifestCall(repository, tag, 'pull'),
      headers: { accept: manifestTypes },
      signal,
    });
    if (answer.status === 404) return undefined;
    const digest = answer.headers['docker-content-digest'];
    const isGiven = typeof digest === 'string' && isDigest(digest);
    return isGiven ? digest : (await this.manifest(repository, tag, signal))?.digest;
  }

  async manifest(repository: string, tag: string, signal: AbortSignal): Promise<Manifest | undefined> {
    const answer = await this.#ask({
      method: 'GET',
      ...this.#manifestCall(repository, tag, 'pull'),
      headers: { accept: manifestTypes },
      signal,
    });
    if (answer.status === 404) return undefined;
    const bytes = answer.body;
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    if (tag.startsWith('sha256:') && tag !== digest) {
      const { name } = this.#access.address;
      throw new EdkError('registry.failed', `${name} returned content that does not match ${repository}@${tag}.`);
    }
    return {
      digest,
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
    const call = this.#blobCall(repository, manifest.content.config.digest);
    const answer = await this.#ask({ method: 'GET', ...call, signal });
    if (answer.status === 404) return undefined;
    const created = parseJson(answer.text(), configSchema)?.created;
    const date = created === undefined ? undefined : new Date(created);
    return date === undefined || Number.isNaN(date.getTime()) ? undefined : date;
  }

  /**
   * Hands the bytes of a layer or a configuration to `receive` as they arrive: no more of them than `size`, in bytes.
   *
   * @throws EdkError `registry.contentMissing`, also when there are more; what `receive` throws.
   */
  async readBlob(
    { repository, digest, size }: { readonly repository: string; readonly digest: string; readonly size: number },
    receive: (body: Readable) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const tooLong = new EdkError('registry.contentMissing', `The registry returned more than ${digest} has.`, {
      detail: `It has ${size} bytes.`,
    });
    const answer = await this.#ask({
      method: 'GET',
      ...this.#blobCall(repository, digest),
      signal,
      receive: (body) => receive(Readable.from(upTo(size, body, tooLong), { objectMode: false })),
    });
    if (answer.status === 404) {
      const { name } = this.#access.address;
      throw new EdkError(
        'registry.contentMissing',
        `${name} does not have all of ${repository}: ${digest} is missing.`,
      );
    }
  }

  /** Asks for everything that an image has; what is not there is named. Undefined when there is no manifest. */
  async inspect(repository: string, tag: string, signal: AbortSignal): Promise<InspectedImage | undefined> {
    const manifest = await this.manifest(repository, tag, signal);
    if (manifest === undefined) return undefined;
    const blobs = await this.#blobsOf(repository, manifest, signal);
    const answers = await Promise.all(
      blobs.map(async ({ digest }) => {
        const { status } = await this.#ask({ method: 'HEAD', ...this.#blobCall(repository, digest), signal });
        return { digest, status };
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
      ...this.#manifestCall(repository, tag, 'pull,push'),
      headers: { 'content-type': manifest.mediaType },
      body: manifest.bytes,
      signal,
    });
  }

  /** Takes away the image and with it every tag that names it. False when it was not there. */
  async deleteManifest(repository: string, digest: string, signal: AbortSignal): Promise<boolean> {
    const call = this.#manifestCall(repository, digest, 'pull,delete');
    return (await this.#ask({ method: 'DELETE', ...call, signal })).status !== 404;
  }

  #manifestCall(repository: string, tag: string, actions: string): Pick<RegistryCall, 'path' | 'scope'> {
    if (!isTag(tag) && !isDigest(tag)) throw invalid(tag, 'a tag or digest');
    return this.#call(repository, `manifests/${tag}`, actions);
  }

  #blobCall(repository: string, digest: string): Pick<RegistryCall, 'path' | 'scope' | 'isBlob'> {
    if (!isDigest(digest)) throw invalid(digest, 'a digest');
    return { ...this.#call(repository, `blobs/${digest}`, 'pull'), isBlob: true };
  }

  #call(repository: string, what: string, actions: string): Pick<RegistryCall, 'path' | 'scope'> {
    const name = `${this.#access.address.prefix}${repository}`;
    if (!isRepository(name)) throw invalid(name, 'the name of a repository');
    return { path: `${name}/${what}`, scope: `repository:${name}:${actions}` };
  }

  #ask(call: RegistryCall): Promise<HttpAnswer> {
    return askRegistry(this.#access, call);
  }

  /** Configuration and layers; of an index, of all its images. */
  async blobs(repository: string, tag: string, signal: AbortSignal): Promise<Descriptor[] | undefined> {
    const manifest = await this.manifest(repository, tag, signal);
    return manifest === undefined ? undefined : this.#blobsOf(repository, manifest, signal);
  }

  async #blobsOf(repository: string, manifest: Manifest, signal: AbortSignal): Promise<Descriptor[]> {
    const manifests = [manifest];
    const blobs: Descriptor[] = [];
    // Grows while it is read: an index may hold indexes.
    for (const { content } of manifests) {
      if (content.kind === 'image') {
        blobs.push(content.config, ...content.layers);
        continue;
      }
      if (manifests.length + content.manifests.length > mostImages) {
        throw new EdkError('registry.failed', `The index of ${repository} has more than ${mostImages} images.`);
      }
      const inner = content.manifests.map(({ digest }) => this.manifest(repository, digest, signal));
      manifests.push(...(await Promise.all(inner)).filter((one) => one !== undefined));
    }
    return blobs;
  }
}

/** Of one index, with the indexes in it; real ones have one for each kind of processor. */
const mostImages = 200;

function sizeOf(blobs: readonly Descriptor[]): number {
  return blobs.reduce((sum, { size }) => sum + size, 0);
}

async function* upTo(size: number, body: AsyncIterable<Uint8Array>, tooLong: EdkError): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.byteLength;
    if (bytes > size) throw tooLong;
    yield piece;
  }
}

function invalid(text: string, what: string): EdkError {
  return new EdkError('reference.invalid', `${JSON.stringify(text)} is not ${what}.`);
}
