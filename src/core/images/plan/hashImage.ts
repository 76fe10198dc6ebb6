import { createHash } from 'node:crypto';
import type { HashInputs } from './imagePlan.ts';

/** One hash of everything that decides what an image contains; the order of the inputs does not matter. */
export function hashImage(dockerfilePath: string, inputs: HashInputs): string {
  const hash = createHash('sha256');
  // Lengths first, so that no two different lists of inputs read the same.
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
