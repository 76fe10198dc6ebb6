import { relative, sep } from 'node:path';
import { createHash } from 'node:crypto';
import type { BaseReference } from '../../project/dockerfile/readBases.ts';
import type { BuildableImage } from '../../project/requireBuildable.ts';
import { copiedFiles } from '../context/copiedFiles.ts';
import { ContextCounter } from '../context/contextSummary.ts';
import { DigestCache, hashContext } from '../context/hashContext.ts';
import { sha256, walkContext } from '../context/walkContext.ts';
import {
  immutableTag,
  type ImageTags,
  type PlannedImage,
  type PlanImagesOptions,
  type HashInputs,
} from './imagePlan.ts';
import { resolveBase } from '../../project/references/imageReference.ts';
import { spliceText, type Replacement, pathIn, stageOperators, type OwnReference } from './stageOperators.ts';
import { EdkError } from '../../errors/edkError.ts';
import { nearest } from '../../text/nearest.ts';

interface PlanImageOptions extends PlanImagesOptions {
  readonly source: BuildableImage;
  readonly siblings: ReadonlySet<string>;
  /** Everything this image comes after. */
  readonly planned: ReadonlyMap<string, PlannedImage>;
  readonly operators: readonly OwnReference[];
  readonly signal: AbortSignal;
}

export async function planImage(options: PlanImageOptions, dependsOn: readonly string[]): Promise<PlannedImage> {
  const { source, planned, signal } = options;
  const { context } = source;
  const dockerfilePath = relative(context, source.file.file).split(sep).join('/');
  const { text, bases } = await resolveBases(options);
  const carried = options.carriedTag ?? 'immutable';
  const exactImage = (name: string): string | undefined => planned.get(name)?.pull[carried];
  const rules = source.ignoreRules;
  const overlay = onlySent(stageOperators(context, options.operators, exactImage), rules);
  const isCopied = copiedFiles(source.instructions);
  const walked = { context, rules, isCopied, signal };
  const counter = new ContextCounter(isCopied);
  const { digestFolder } = options;
  const digests = digestFolder === undefined ? undefined : await DigestCache.open(digestFolder, context);
  const files = await hashContext({
    context,
    entries: walkContext(walked),
    overlay,
    digests,
    signal,
    onEntry: (entry) => counter.add(entry),
  });
  await digests?.save();
  const buildArguments = usedArguments(options);
  const own = ownDigests(options, overlay);
  const runs = new Map(options.operators.map(({ image }) => [image, exactImage(image) ?? '']));
  const inputs = { dockerfile: sha256(source.file.text), files, buildArguments, bases, own, runs };
  const hash = hashImage(dockerfilePath, inputs);
  const tags = tagsOf(options, hash);
  return {
    source,
    hash,
    inputs,
    contextSummary: counter.summary,
    tags,
    push: referencesOf(`${options.registry.push}/${source.name}`, tags),
    pull: referencesOf(`${options.registry.pull}/${source.name}`, tags),
    carried,
    overlay,
    dockerfilePath,
    dockerfileText: text,
    buildArguments,
    dependsOn: [...new Set(dependsOn)],
  };
}

/** SHA-256 of the user's files that are replaced by staged ones. */
function ownDigests(
  { source, operators }: PlanImageOptions,
  overlay: ReadonlyMap<string, string>,
): Map<string, string> {
  const texts = new Map(operators.map(({ reference }) => [pathIn(source.context, reference.file), reference.fileText]));
  return new Map([...overlay.keys()].map((path) => [path, sha256(texts.get(path) ?? '')]));
}

/** An ignored operator is not sent, so the overlay must not add it. */
function onlySent(
  overlay: ReadonlyMap<string, string>,
  rules: { ignores(path: string): boolean },
): ReadonlyMap<string, string> {
  return new Map([...overlay].filter(([path]) => !rules.ignores(path)));
}

/** The Dockerfile with exact bases, so that the build uses the bases that were hashed. */
async function resolveBases(options: PlanImageOptions): Promise<{ text: string; bases: Map<string, string> }> {
  const { source } = options;
  const bases = new Map<string, string>();
  const replacements: Replacement[] = [];
  for (const base of source.bases) {
    const { identity, exact } = await identify(base, options);
    bases.set(base.reference, identity);
    if (exact !== undefined) replacements.push({ start: base.start, end: base.end, text: exact });
  }
  return { text: spliceText(source.file.text, replacements), bases };
}

interface IdentifiedBase {
  readonly identity: string;
  /** What FROM must name; undefined if it can stay as it is. */
  readonly exact?: string;
}

async function identify(base: BaseReference, options: PlanImageOptions): Promise<IdentifiedBase> {
  const resolved = resolveBase(base.reference, options);
  switch (resolved.kind) {
    case 'sibling': {
      const sibling = options.planned.get(resolved.name);
      if (sibling === undefined) throw new Error(`"${resolved.name}" is planned after an image that needs it.`);
      return { identity: sibling.hash, exact: sibling.push.immutable };
    }
    case 'registry': {
      const digest = await options.bases.registryDigest(resolved.name, resolved.tag);
      if (digest === undefined) throw unknownBase(base, resolved.name, await options.bases.registryNames());
      const tag = resolved.tag.includes(':') ? '' : `:${resolved.tag}`;
      const exact = `${options.registry.push}/${resolved.name}${tag}@${digest}`;
      return { identity: digest, exact };
    }
    case 'external':
      return { identity: (await options.bases.externalIdentity?.(base)) ?? '' };
  }
}

/** The build arguments that the Dockerfile uses: others cannot change the image. */
function usedArguments({ source, buildArguments }: PlanImageOptions): Record<string, string> {
  const words = new Set(source.file.text.match(/\w+/g));
  return Object.fromEntries(Object.entries(buildArguments).filter(([name]) => words.has(name)));
}

function tagsOf({ source, buildVersion, imageVersion }: PlanImageOptions, hash: string): ImageTags {
  return {
    version: imageVersion ?? (source.role === 'base' ? 'latest' : buildVersion),
    immutable: immutableTag(buildVersion, hash),
  };
}

function referencesOf(repository: string, tags: ImageTags): ImageTags {
  return { version: `${repository}:${tags.version}`, immutable: `${repository}:${tags.immutable}` };
}

/** One hash of everything that decides what an image contains; the order of the inputs does not matter. */
function hashImage(dockerfilePath: string, inputs: HashInputs): string {
  const hash = createHash('sha256');
  // With lengths, so that different lists of inputs never produce the same text.
  const add = (...parts: string[]): void => {
    for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  };
  add('kaapana-edk image 2', dockerfilePath, inputs.dockerfile);
  for (const [path, state] of sorted(inputs.files)) add('file', path, state);
  for (const [name, value] of sorted(Object.entries(inputs.buildArguments))) add('argument', name, value);
  for (const [reference, identity] of sorted(inputs.bases)) add('base', reference, identity);
  return hash.digest('hex');
}

function sorted(entries: Iterable<readonly [string, string]>): (readonly [string, string])[] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The error about a base that is not in the registry, with similar names. */
function unknownBase(base: BaseReference, name: string, known: readonly string[]): EdkError {
  const near = nearest(name, known)
    .slice(0, 3)
    .map((candidate) => `"${candidate}"`);
  const hint = near.length === 0 ? '' : ` It has ${near.join(', ')}.`;
  const place = `${base.place.file}:${base.place.line ?? 1}`;
  return new EdkError(
    'image.baseUnknown',
    `${place}: the registry has no base image "${name}" (${base.reference}).${hint}`,
    { place: base.place },
  );
}
