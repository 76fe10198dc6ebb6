import { catalogue, type ErrorCode } from './catalogue.ts';

/** A place in one of the user's files. Lines and columns count from 1. */
export interface SourcePlace {
  readonly file: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

interface EdkErrorOptions {
  /** The other side's own words (tool output, server answer), already shortened. */
  readonly detail?: string | undefined;
  readonly place?: SourcePlace | undefined;
  /** Replaces the catalogue's remedy where the thrower knows better. */
  readonly remedy?: string | undefined;
  readonly cause?: unknown;
  /** Where it stands for several: each by itself. */
  readonly failures?: readonly EdkError[] | undefined;
}

/** The one error that is shown to people: what is wrong, where, and what to do. */
export class EdkError extends Error {
  override readonly name = 'EdkError';
  readonly code: ErrorCode;
  readonly detail: string | undefined;
  readonly place: SourcePlace | undefined;
  readonly remedy: string;
  /** Where it stands for several failures of one job: each by itself. Empty where it is the only one. */
  readonly failures: readonly EdkError[];

  constructor(code: ErrorCode, message: string, options: EdkErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.detail = options.detail;
    this.place = options.place;
    this.remedy = options.remedy ?? catalogue[code].remedy;
    this.failures = options.failures ?? [];
  }

  get exitCode(): number {
    return catalogue[this.code].exitCode;
  }
}

/** Whether the error says that the person cancelled: shown nowhere, reported as "cancelled". */
export function isCancellation(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/**
 * Waits for all, as `Promise.all` does; when several fail it throws the error of the first in the list, not of the
 * fastest: the same project is always told the same mistake.
 */
export async function allOrFirstError<T extends readonly Promise<unknown>[] | []>(
  works: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(works);
  return Promise.all(works);
}
