import dockerignore from '@balena/dockerignore';

/** What .dockerignore says; paths are relative to the context, with forward slashes. */
export interface IgnoreRules {
  ignores(path: string): boolean;
  /** Whether a `!` rule can let something through below an ignored folder. */
  mayKeepBelow(folder: string): boolean;
}

export function parseIgnoreRules(text: string): IgnoreRules {
  const withoutByteOrderMark = text.replace(/^\uFEFF/, '');
  const rules = dockerignore.default({ ignorecase: false }).add(withoutByteOrderMark);
  const exceptions = withoutByteOrderMark
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line.startsWith('!'))
    .map((line) => fixedPart(line.slice(1).trim()));
  return {
    ignores: (path) => rules.ignores(path),
    mayKeepBelow: (folder) => exceptions.some((fixed) => overlap(fixed, folder.split('/'))),
  };
}

/** The folders of a pattern before its first wildcard. */
export function fixedPart(pattern: string): string[] {
  const parts = pattern.split('/').filter((part) => part !== '' && part !== '.');
  const wildcard = parts.findIndex((part) => /[*?[\\]/.test(part));
  return wildcard === -1 ? parts : parts.slice(0, wildcard);
}

/** Whether one path, as a list of names, is the other one or above it. */
export function overlap(one: readonly string[], other: readonly string[]): boolean {
  const shorter = Math.min(one.length, other.length);
  return one.slice(0, shorter).every((part, index) => part === other[index]);
}
