import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Transform, type Readable } from 'node:stream';
import { pack, type Pack } from 'tar-stream';
import { EdkError } from '../errors/edkError.ts';
import type { JobStep } from '../jobs/jobStep.ts';

interface SizedBlob {
  readonly digest: string;
  readonly size: number;
}

/** An image as the registry keeps it. */
export interface BundledImage {
  /** Full references that it gets when it is loaded. */
  readonly references: readonly string[];
  readonly digest: string;
  readonly mediaType: string;
  /** The manifest's own bytes. */
  readonly manifest: Uint8Array;
  readonly config: SizedBlob;
  readonly layers: readonly SizedBlob[];
}

export interface WriteImagesTarOptions {
  readonly file: string;
  readonly images: readonly BundledImage[];
  /** Hands over the bytes of a configuration or layer of an image. */
  readonly readBlob: (
    from: { readonly image: BundledImage; readonly blob: SizedBlob },
    receive: (body: Readable) => Promise<void>,
  ) => Promise<void>;
}

/**
 * Writes images as one tar that `docker load`, `ctr image import` and `skopeo` read: an OCI layout that has the list of
 * `docker save` as well. What images share is in it once. Blobs stream through; nothing is kept in memory or on disk.
 *
 * @returns SHA-256 in hexadecimal and size of the tar.
 * @throws EdkError `registry.contentMissing` when a blob is not what its digest says.
 */
export async function writeImagesTar(
  { file, images, readBlob }: WriteImagesTarOptions,
  step: JobStep,
): Promise<{ readonly sha256: string; readonly bytes: number }> {
  const tar = pack();
  const hash = createHash('sha256');
  let bytes = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      hash.update(chunk);
      bytes += chunk.length;
      callback(null, chunk);
    },
  });
  const writing = pipeline(tar, counter, createWriteStream(file, { flags: 'wx' }), { signal: step.signal });
  const filling = fill(tar, { images, readBlob }, step).then(
    () => tar.finalize(),
    (error: unknown) => {
      tar.destroy();
      throw error;
    },
  );
  const [written, filled] = await Promise.allSettled([writing, filling]);
  step.signal.throwIfAborted();
  // What filled it knows the reason; the file only notices that its source ended.
  if (filled.status === 'rejected' && !isClosed(filled.reason)) throw filled.reason;
  if (written.status === 'rejected') throw written.reason;
  if (filled.status === 'rejected') throw filled.reason;
  return { sha256: hash.digest('hex'), bytes };
}

/** The disk's failure closes the tar, which whoever fills it then notices. */
function isClosed(error: unknown): boolean {
  return error instanceof TarClosed;
}

class TarClosed extends Error {
  override readonly name = 'TarClosed';
}

async function fill(
  tar: Pack,
  { images, readBlob }: Pick<WriteImagesTarOptions, 'images' | 'readBlob'>,
  step: JobStep,
): Promise<void> {
  await text(tar, 'oci-layout', JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  const total = totalOf(images);
  const done = new Set<string>();
  let sent = 0;
  for (const image of images) {
    for (const blob of [image.config, ...image.layers]) {
      if (done.has(blob.digest)) continue;
      done.add(blob.digest);
      await readBlob({ image, blob }, (body) =>
        copy(tar, blob, body, (size) => {
          sent += size;
          step.progress({ done: sent, total, unit: 'bytes' });
        }),
      );
    }
    if (!done.has(image.digest)) await bytesOf(tar, pathOf(image.digest), image.manifest);
    done.add(image.digest);
  }
  await text(tar, 'index.json', JSON.stringify(index(images)));
  await text(tar, 'manifest.json', JSON.stringify(dockerList(images)));
}

function totalOf(images: readonly BundledImage[]): number {
  const sizes = new Map(
    images.flatMap(({ config, layers }) => [config, ...layers].map((blob) => [blob.digest, blob.size] as const)),
  );
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}

function pathOf(digest: string): string {
  return `blobs/${digest.replace(':', '/')}`;
}

/** As the OCI image layout wants it; containerd takes the names from the annotation. */
function index(images: readonly BundledImage[]): object {
  return {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: images.flatMap(({ references, digest, mediaType, manifest }) =>
      references.map((reference) => ({
        mediaType,
        digest,
        size: manifest.byteLength,
        annotations: { 'io.containerd.image.name': reference, 'org.opencontainers.image.ref.name': tagOf(reference) },
      })),
    ),
  };
}

function tagOf(reference: string): string {
  return reference.slice(reference.lastIndexOf(':') + 1);
}

function dockerList(images: readonly BundledImage[]): object {
  return images.map(({ references, config, layers }) => ({
    Config: pathOf(config.digest),
    RepoTags: references,
    Layers: layers.map(({ digest }) => pathOf(digest)),
  }));
}

async function text(tar: Pack, name: string, content: string): Promise<void> {
  await bytesOf(tar, name, Buffer.from(content));
}

function bytesOf(tar: Pack, name: string, content: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    tar.entry({ ...header, name }, Buffer.from(content), (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

const header = { mode: 0o644, mtime: new Date(0), uid: 0, gid: 0 } as const;

async function copy(tar: Pack, blob: SizedBlob, body: Readable, onBytes: (size: number) => void): Promise<void> {
  const hash = createHash('sha256');
  const entry = tar.entry({ ...header, name: pathOf(blob.digest), size: blob.size });
  for await (const piece of body as AsyncIterable<Buffer>) {
    hash.update(piece);
    onBytes(piece.length);
    if (!entry.write(piece)) await drained(tar, entry);
  }
  entry.end(null);
  const found = `sha256:${hash.digest('hex')}`;
  if (found !== blob.digest) {
    throw new EdkError('registry.contentMissing', `The registry returned different content for ${blob.digest}.`, {
      detail: `Its digest is ${found}.`,
    });
  }
}

function drained(tar: Pack, entry: ReturnType<Pack['entry']>): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (done: () => void) => (): void => {
      entry.off('drain', onDrain);
      tar.off('close', onClose);
      done();
    };
    const onDrain = finish(resolve);
    const onClose = finish(() => reject(new TarClosed('The file was closed.')));
    entry.on('drain', onDrain);
    tar.on('close', onClose);
  });
}
