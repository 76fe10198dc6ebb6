const installers = new Set(['apt', 'apt-get', 'apk', 'dnf', 'yum', 'conda', 'mamba', 'npm', 'poetry', 'uv']);

/** Whether a command installs packages. */
export function isInstall(words: readonly string[]): boolean {
  return (
    pipArguments(words) !== undefined ||
    (installers.has(nameOf(words)) && /^(?:install|add|ci|sync)$/u.test(verbOf(words)))
  );
}

/** What follows `pip install`, however pip is called; undefined for other commands. */
export function pipArguments(words: readonly string[]): readonly string[] | undefined {
  const pip = words.findIndex((word) => /(?:^|\/)pip[\d.]*$/u.test(word));
  if (pip === -1 || words.slice(0, pip).some((word) => /^(?:echo|apt|apt-get)$/u.test(word))) return undefined;
  const install = words.indexOf('install', pip);
  return install === -1 ? undefined : words.slice(install + 1);
}

/** The verb of apt and apt-get: `update`, `install`, ...; empty for other commands. */
export function aptVerb(words: readonly string[]): string {
  return /^apt(?:-get)?$/u.test(nameOf(words)) ? verbOf(words) : '';
}

function commandAt(words: readonly string[]): number {
  return words.findIndex((word) => !/^(?:sudo|env|exec|time|\w+=.*|-.*)$/u.test(word));
}

function nameOf(words: readonly string[]): string {
  return words[commandAt(words)] ?? '';
}

function verbOf(words: readonly string[]): string {
  return words.slice(commandAt(words) + 1).find((word) => !word.startsWith('-')) ?? '';
}
