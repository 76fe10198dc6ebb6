import type { PlannedImage, HashInputs } from '../plan/imagePlan.ts';
import type { BuildHead, BuildMemory, RememberedBuild } from './buildMemory.ts';

type Change = 'added' | 'removed' | 'changed';

/** Why an image is built, or is not. */
export type BuildReason =
  /** No earlier build for this registry is known on this machine. */
  | { readonly kind: 'firstBuild' }
  | { readonly kind: 'file'; readonly path: string; readonly change: Change | 'permissions' | 'kind' }
  | { readonly kind: 'argument'; readonly name: string; readonly change: Change }
  /** `reference` as the Dockerfile names it. */
  | { readonly kind: 'base'; readonly reference: string; readonly change: Change }
  /** An operator of the image runs another image of the project, which changed. */
  | { readonly kind: 'operatorImage'; readonly image: string; readonly change: Change }
  | { readonly kind: 'dockerfilePath'; readonly from: string; readonly to: string }
  /** The same was built before, but this registry does not have it. */
  | { readonly kind: 'notInRegistry' }
  /** Skipped: nothing changed since the last build. */
  | { readonly kind: 'unchanged' }
  /** Skipped although something changed: the registry already has this exact content. */
  | { readonly kind: 'inRegistry' };

/** How many reasons a sentence names. */
const shown = 3;

export function describeReason(reason: BuildReason): string {
  switch (reason.kind) {
    case 'firstBuild':
      return 'first build for this registry';
    case 'file':
      return `${reason.path}: ${words[reason.change]}`;
    case 'argument':
      return `build argument ${reason.name} ${reason.change}`;
    case 'base':
      return `base ${reason.reference} ${reason.change}`;
    case 'operatorImage':
      return `image "${reason.image}", which an operator runs, ${reason.change}`;
    case 'dockerfilePath':
      return `another Dockerfile: ${reason.to} instead of ${reason.from}`;
    case 'notInRegistry':
      return 'it is missing in the registry';
    case 'unchanged':
      return 'nothing changed';
    case 'inRegistry':
      return 'the registry already has this content';
  }
}

const words = {
  added: 'added',
  removed: 'removed',
  changed: 'changed',
  permissions: 'permissions changed',
  kind: 'became something else',
} as const;

/** `run.py: changed, build argument X added and 4 more`. */
export function describeReasons(reasons: readonly BuildReason[]): string {
  const more = reasons.length - shown;
  const first = reasons.slice(0, shown).map(describeReason).join(', ');
  return more > 0 ? `${first} and ${more} more` : first;
}

/** Why an image that the registry does not have is built. */
export function whyBuilt(before: RememberedBuild | undefined, image: PlannedImage): BuildReason[] {
  if (before === undefined) return [{ kind: 'firstBuild' }];
  if (before.hash === image.hash) return [{ kind: 'notInRegistry' }];
  const reasons = explainBuild(before, image);
  // Another version of the EDK may hash the same inputs differently.
  return reasons.length === 0 ? [{ kind: 'firstBuild' }] : reasons;
}

/** Why an image that the registry has is not built; records its state as that of the last build. */
export async function whySkipped(
  memory: BuildMemory,
  image: PlannedImage,
): Promise<{ readonly why: BuildReason[]; readonly before: BuildHead | undefined }> {
  const before = await memory.readHead(image);
  if (before?.hash === image.hash) return { why: [{ kind: 'unchanged' }], before };
  const last = await memory.read(image);
  await memory.write(image, {});
  const changes = last === undefined ? [] : explainBuild(last, image);
  return { why: [{ kind: 'inRegistry' }, ...changes], before };
}

/**
 * The differences between the inputs of the last build and the current ones. For a staged file whose own text did not
 * change, the base or the image that it runs is listed instead.
 */
function explainBuild(before: RememberedBuild, now: PlannedImage): BuildReason[] {
  const { inputs } = now;
  const moved: BuildReason[] =
    before.dockerfilePath === now.dockerfilePath
      ? []
      : [{ kind: 'dockerfilePath', from: before.dockerfilePath, to: now.dockerfilePath }];
  return [
    ...moved,
    ...dockerfileReasons(before.inputs, now),
    ...fileReasons(before.inputs, inputs),
    ...differences(
      new Map(Object.entries(before.inputs.buildArguments)),
      new Map(Object.entries(inputs.buildArguments)),
    ).map(([name, change]): BuildReason => ({ kind: 'argument', name, change })),
    ...differences(before.inputs.bases, inputs.bases).map(([reference, change]): BuildReason => ({
      kind: 'base',
      reference,
      change,
    })),
    ...differences(before.inputs.runs, inputs.runs).map(([image, change]): BuildReason => ({
      kind: 'operatorImage',
      image,
      change,
    })),
  ];
}

/** A Dockerfile that is also sent is listed as one of the files. */
function dockerfileReasons(before: HashInputs, { inputs, dockerfilePath: path }: PlannedImage): BuildReason[] {
  const named = inputs.files.has(path) && before.files.has(path);
  return named || before.dockerfile === inputs.dockerfile ? [] : [{ kind: 'file', path, change: 'changed' }];
}

function fileReasons(before: HashInputs, now: HashInputs): BuildReason[] {
  return differences(before.files, now.files).flatMap(([path, change]): BuildReason[] => {
    if (change !== 'changed') return [{ kind: 'file', path, change }];
    const ownText = now.own.get(path);
    if (ownText !== undefined && ownText === before.own.get(path)) return [];
    return [{ kind: 'file', path, change: kindOfChange(before.files.get(path) ?? '', now.files.get(path) ?? '') }];
  });
}

/** Both are texts of entryState: kind, permission bits, content. */
function kindOfChange(before: string, now: string): 'changed' | 'permissions' | 'kind' {
  const [[oldKind, , ...oldContent], [newKind, , ...newContent]] = [before.split(' '), now.split(' ')];
  if (oldKind !== newKind) return 'kind';
  return oldContent.join(' ') === newContent.join(' ') ? 'permissions' : 'changed';
}

function differences(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): [string, Change][] {
  const found: [string, Change][] = [];
  for (const [key, value] of now) {
    const old = before.get(key);
    if (old === undefined) found.push([key, 'added']);
    else if (old !== value) found.push([key, 'changed']);
  }
  for (const key of before.keys()) if (!now.has(key)) found.push([key, 'removed']);
  return found.sort(([a], [b]) => (a < b ? -1 : 1));
}
