import { EdkError } from '../../errors/edkError.ts';
import type { BaseReference } from '../../project/dockerfile/readBases.ts';
import { nearest } from '../../text/nearest.ts';

/** The error about a base that the registry does not have, with the names that come nearest. */
export function unknownBase(base: BaseReference, name: string, known: readonly string[]): EdkError {
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
