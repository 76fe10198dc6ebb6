import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { extract } from 'tar-stream';
import { EdkError } from '../errors/edkError.ts';
import type { JobStep } from '../jobs/jobStep.ts';
import { readBundleManifest, type BundleManifest } from './bundleManifest.ts';

/**
 * Reads a bundle once from end to end, with constant memory: every file has the SHA-256 that the manifest names, every
 * blob in the tar that of its own name, and every image is whole.
 *
 * @throws EdkError `bundle.invalid`, naming what is wrong first.
 */
export async function verifyBundle(folder: string, step: JobStep): Promise<BundleManifest> {
  const manifest = await readBundleManifest(folder);
  await step.run(`Check ${manifest.chart.file}`, (checking) => checkFile(folder, manifest.chart, checking));
  await step.run(`Check ${manifest.imagesTar.file}`, async (checking) => {
    const blobs = await checkTar(folder, manifest, checking);
    const missing = manifest.images.find(({ digest }) => !blobs.has(digest));
    if (missing !== undefined) {
      throw new EdkError('bundle.invalid', `${manifest.imagesTar.file} has no image ${missing.references[0] ?? ''}.`);
    }
    checking.result(`${manifest.images.length} images`);
  });
  return manifest;
}

async function checkFile(folder: string, wanted: BundleManifest['chart'], step: JobStep): Promise<void> {
  const hash = createHash('sha256');
  const file = join(folder, wanted.file);
  for await (const piece of open(file, step) as AsyncIterable<Buffer>) hash.update(piece);
  compare(file, hash.digest('hex'), wanted.sha256);
}

/** @returns digests of the blobs in the tar. */
async function checkTar(folder: string, { imagesTar, images }: BundleManifest, step: JobStep): Promise<Set<string>> {
  const file = join(folder, imagesTar.file);
  const whole = createHash('sha256');
  const reader = extract();
  const source = open(file, step);
  const through = new PassThrough();
  through.on('data', (piece: Buffer) => whole.update(piece));
  source.on('error', (error) => reader.destroy(error));
  source.pipe(through).pipe(reader);
  const blobs = new Set<string>();
  const needed = new Set<string>();
  const manifests = new Set(images.map(({ digest }) => digest));
  try {
    for await (const entry of reader) {
      const hash = createHash('sha256');
      const [, named] = /^blobs\/sha256\/([0-9a-f]{64})$/.exec(entry.header.name) ?? [];
      const isManifest = named !== undefined && manifests.has(`sha256:${named}`);
      const pieces: Buffer[] = [];
      for await (const piece of entry as AsyncIterable<Buffer>) {
        hash.update(piece);
        if (isManifest && entry.header.size < largestManifest) pieces.push(piece);
      }
      if (named === undefined) continue;
      compare(`${file}: ${entry.header.name}`, hash.digest('hex'), named);
      blobs.add(`sha256:${named}`);
      for (const digest of namedIn(Buffer.concat(pieces).toString('utf8'))) needed.add(digest);
    }
  } catch (error) {
    step.signal.throwIfAborted();
    if (error instanceof EdkError) throw error;
    throw new EdkError('bundle.invalid', `${file} cannot be read completely.`, { detail: String(error), cause: error });
  } finally {
    source.destroy();
  }
  compare(file, whole.digest('hex'), imagesTar.sha256);
  const [gone] = [...needed].filter((digest) => !blobs.has(digest));
  if (gone !== undefined) throw new EdkError('bundle.invalid', `${file} lacks ${gone}, which an image needs.`);
  return blobs;
}

/** In bytes; registries refuse larger ones. */
const largestManifest = 4 * 1024 * 1024;

/** Digests of the configuration and layers that a manifest names. */
function namedIn(text: string): string[] {
  return [...text.matchAll(/"digest"\s*:\s*"(sha256:[0-9a-f]{64})"/g)].map(([, digest = '']) => digest);
}

function open(file: string, { signal }: JobStep): ReturnType<typeof createReadStream> {
  return createReadStream(file, { signal, highWaterMark: 1024 * 1024 });
}

function compare(what: string, found: string, wanted: string): void {
  if (found === wanted) return;
  throw new EdkError('bundle.invalid', `${what} was modified or is damaged.`, {
    detail: `SHA-256 ${found} instead of ${wanted}`,
  });
}
