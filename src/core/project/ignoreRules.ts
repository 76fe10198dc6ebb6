import { EdkError } from '../errors/edkError.ts';
import { parseIgnorePattern, type IgnorePattern } from './ignorePattern.ts';

/** What .dockerignore says; paths are relative to the context, with forward slashes. */
export interface IgnoreRules {
  /** The first pattern that Docker refuses, `dockerignore.invalid` with its line; it counts as not written. */
  readonly problem: EdkError | undefined;
  ignores(path: string): boolean;
  /** Whether a `!` rule can let something through below an ignored folder. */
  mayKeepBelow(folder: string): boolean;
}

/** @param file names the file in the problem. */
export function parseIgnoreRules(text: string, file = '.dockerignore'): IgnoreRules {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const read = lines.map((line, index) => readLine(line, { file, line: index + 1 }));
  const patterns = read.flatMap((pattern) => (pattern instanceof EdkError ? [] : (pattern ?? [])));
  const fitting = rememberFolders(patterns);
  return {
    problem: read.find((pattern) => pattern instanceof EdkError),
    ignores: (path) => {
      const fits = fitting(path);
      const last = patterns.findLastIndex((_, index) => fits[index]);
      return patterns[last]?.exception === false;
    },
    mayKeepBelow: (folder) =>
      patterns.some(({ exception, fixedPart }) => exception && overlap(fixedPart, folder.split('/'))),
  };
}

function readLine(line: string, place: { file: string; line: number }): IgnorePattern | EdkError | undefined {
  try {
    return parseIgnorePattern(line);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const message = `${place.file}:${place.line}: Syntax error in the pattern "${line.trim()}": ${error.message}.`;
    return new EdkError('dockerignore.invalid', message, { place, cause: error });
  }
}

/** For each pattern whether it fits a path or a folder above it. What is asked for comes folder by folder. */
function rememberFolders(patterns: readonly IgnorePattern[]): (path: string) => readonly boolean[] {
  let last: { folder: string; fits: readonly boolean[] } = { folder: '', fits: patterns.map(() => false) };
  const none = last.fits;
  const ask = (path: string): readonly boolean[] => {
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    const above = folder === '' ? none : folder === last.folder ? last.fits : ask(folder);
    if (folder !== '') last = { folder, fits: above };
    return patterns.map(({ matches }, index) => above[index] === true || matches(path));
  };
  return ask;
}

/** Whether one path, as a list of names, is the other one or above it. */
export function overlap(one: readonly string[], other: readonly string[]): boolean {
  const shorter = Math.min(one.length, other.length);
  return one.slice(0, shorter).every((part, index) => part === other[index]);
}
