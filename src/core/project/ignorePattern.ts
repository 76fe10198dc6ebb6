import { posix } from 'node:path';

/** One pattern of .dockerignore. */
export interface IgnorePattern {
  /** With `!`: it lets through what an earlier pattern left out. */
  readonly exception: boolean;
  /** Whether it fits this very path; what lies below a path that fits is left out with it. */
  readonly matches: (path: string) => boolean;
  /** The folders before the first wildcard: everything that fits lies below them. */
  readonly fixedPart: readonly string[];
}

/** One step through a path; `folders` is any number of whole folders, none included. */
type Token =
  | { readonly kind: 'letter'; readonly letter: string }
  | { readonly kind: 'anyLetter' | 'anyName' | 'anyText' | 'folders' | 'nothing' }
  | { readonly kind: 'class'; readonly ranges: readonly (readonly [string, string])[]; readonly negated: boolean };

/**
 * Reads a line of .dockerignore as Docker does. Facts: moby's patternmatcher and Go's filepath.Match, which are stricter
 * and stranger than .gitignore: `[]` is no class, `**foo` fits every path that ends with foo, `^` fits no letter beside
 * a wildcard.
 *
 * @returns undefined for blank lines and comments.
 * @throws SyntaxError where docker refuses the pattern; the message says why.
 */
export function parseIgnorePattern(line: string): IgnorePattern | undefined {
  const written = line.trim();
  if (line.startsWith('#') || written === '') return undefined;
  const exception = written.startsWith('!');
  const pattern = cleanPath(exception ? written.slice(1).trim() : written);
  if (pattern === '') throw new SyntaxError('"!" needs a pattern after it');
  const tokens = readTokens(pattern);
  return { exception, matches: (path) => fits(tokens, path), fixedPart: fixedPart(pattern) };
}

function cleanPath(pattern: string): string {
  if (pattern === '') return '';
  const clean = posix.normalize(pattern).replace(/(?<=.)\/$/, '');
  return clean.length > 1 && clean.startsWith('/') ? clean.slice(1) : clean;
}

/** The folders of a pattern before its first wildcard. */
export function fixedPart(pattern: string): string[] {
  const parts = pattern.split('/').filter((part) => part !== '' && part !== '.');
  const wildcard = parts.findIndex((part) => /[*?[\\]/.test(part));
  return wildcard === -1 ? parts : parts.slice(0, wildcard);
}

function readTokens(pattern: string): Token[] {
  const letters = Array.from(pattern);
  const tokens: Token[] = [];
  const endsPlainly = /^\*\*[^*?[\]\\]*$/.test(pattern);
  const hasWildcard = /[*?[\]\\]/.test(pattern);
  for (let index = 0; index < letters.length; index++) {
    const letter = letters[index] ?? '';
    if (letter === '*' && letters[index + 1] === '*') {
      index++;
      const beforeSlash = letters[index + 1] === '/';
      if (beforeSlash) index++;
      const last = index + 1 >= letters.length;
      tokens.push({ kind: last || (endsPlainly && !beforeSlash) ? 'anyText' : 'folders' });
    } else if (letter === '*') {
      tokens.push({ kind: 'anyName' });
    } else if (letter === '?') {
      tokens.push({ kind: 'anyLetter' });
    } else if (letter === '[') {
      const found = readClass(letters, index + 1);
      tokens.push(found.token);
      index = found.end;
    } else if (letter === '\\') {
      index++;
      if (index >= letters.length) throw new SyntaxError('nothing follows the last backslash');
      tokens.push({ kind: 'letter', letter: letters[index] ?? '' });
    } else if (letter === '^' && hasWildcard && !endsPlainly) {
      // Docker makes a regular expression of it, in which this stands for the beginning.
      if (tokens.length > 0) tokens.push({ kind: 'nothing' });
    } else {
      tokens.push({ kind: 'letter', letter });
    }
  }
  return tokens;
}

/** What stands between brackets, from behind the opening one. */
function readClass(letters: readonly string[], start: number): { token: Token; end: number } {
  const negated = letters[start] === '^';
  const ranges: [string, string][] = [];
  let index = negated ? start + 1 : start;
  const readLetter = (): string => {
    const letter = letters[index] ?? '';
    if (letter === '' || letter === '-' || letter === ']') throw new SyntaxError('brackets are empty or not closed');
    if (letter === '\\') index++;
    const meant = letters[index++];
    if (meant === undefined || index >= letters.length) throw new SyntaxError('brackets are not closed');
    return meant;
  };
  while (letters[index] !== ']' || ranges.length === 0) {
    const low = readLetter();
    if (letters[index] === '-') {
      index++;
      const high = readLetter();
      if (high < low) throw new SyntaxError(`the range ${low}-${high} is reversed`);
      ranges.push([low, high]);
    } else {
      ranges.push([low, low]);
    }
  }
  return { token: { kind: 'class', ranges, negated }, end: index };
}

/** Follows all ways through the tokens at once, so that no pattern is slow. */
function fits(tokens: readonly Token[], path: string): boolean {
  let places = new Set<number>();
  arrive(tokens, 0, places);
  for (const letter of path) {
    const next = new Set<number>();
    for (const place of places) follow(tokens, place, { letter, next });
    places = next;
    if (places.size === 0) return false;
  }
  return places.has(tokens.length);
}

/** Adds a place, and those behind it that are reached without a letter. */
function arrive(tokens: readonly Token[], place: number, places: Set<number>): void {
  places.add(place);
  const kind = tokens[place]?.kind;
  if (kind === 'anyName' || kind === 'anyText' || kind === 'folders') arrive(tokens, place + 1, places);
}

function follow(
  tokens: readonly Token[],
  place: number,
  { letter, next }: { letter: string; next: Set<number> },
): void {
  const token = tokens[place];
  switch (token?.kind) {
    case 'anyText':
      arrive(tokens, place, next);
      break;
    case 'anyName':
      if (letter !== '/') arrive(tokens, place, next);
      break;
    case 'folders':
      next.add(place);
      if (letter === '/') arrive(tokens, place + 1, next);
      break;
    default:
      if (token !== undefined && takes(token, letter)) arrive(tokens, place + 1, next);
  }
}

function takes(token: Token, letter: string): boolean {
  switch (token.kind) {
    case 'letter':
      return token.letter === letter;
    case 'anyLetter':
      return letter !== '/';
    case 'class':
      return token.ranges.some(([low, high]) => low <= letter && letter <= high) !== token.negated;
    default:
      return false;
  }
}
