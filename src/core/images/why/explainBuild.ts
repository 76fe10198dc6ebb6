import type { HashInputs, PlannedImage } from '../plan/imagePlan.ts';
import type { BuildReason, Change } from './buildReason.ts';
import type { RememberedBuild } from './buildMemory.ts';

/**
 * What differs between the inputs of the last build and those of now; empty when nothing does. A staged file whose own
 * text is the same is not named: its base or the image that it runs is.
 */
export function explainBuild(before: RememberedBuild, now: PlannedImage): BuildReason[] {
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

/** Where the Dockerfile is sent as well, it is named as one of the files. */
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
