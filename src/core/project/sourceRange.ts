import type { SourcePlace } from '../errors/edkError.ts';

/** A part of one of the user's files. Lines and columns count from 1; the end is exclusive. */
export interface SourceRange extends SourcePlace {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}
