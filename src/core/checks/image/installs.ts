import type { Rule } from '../rule.ts';
import { contextFiles, copySteps, filesOf } from './copies.ts';
import { runSteps } from './runSteps.ts';

const installers = new Set(['apt', 'apt-get', 'apk', 'dnf', 'yum', 'conda', 'mamba', 'npm', 'poetry', 'uv']);

/** Whether a command installs packages. */
function isInstall(words: readonly string[]): boolean {
  return (
    pipArguments(words) !== undefined ||
    (installers.has(nameOf(words)) && /^(?:install|add|ci|sync)$/u.test(verbOf(words)))
  );
}

/** The arguments of `pip install`, however pip is invoked; undefined for other commands. */
function pipArguments(words: readonly string[]): readonly string[] | undefined {
  const pip = words.findIndex((word) => /(?:^|\/)pip[\d.]*$/u.test(word));
  if (pip === -1 || words.slice(0, pip).some((word) => /^(?:echo|apt|apt-get)$/u.test(word))) return undefined;
  const install = words.indexOf('install', pip);
  return install === -1 ? undefined : words.slice(install + 1);
}

/** The verb of apt and apt-get: `update`, `install`, ...; empty for other commands. */
function aptVerb(words: readonly string[]): string {
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

export const copyBeforeInstall: Rule = {
  id: 'image/copy-before-install',
  needs: 'files',
  severity: 'warning',
  warns: 'once',
  title: 'All files are copied before packages are installed',
  why: 'Every edit of a script then reinstalls all packages, which takes minutes instead of seconds.',
  remedy: 'Copy what the installation needs, install, then copy the rest.',
  *check(project) {
    for (const image of project.images) {
      const installs = runSteps(image).filter(({ commands }) => commands.some(({ words }) => isInstall(words)));
      if (installs.length === 0) continue;
      const code = contextFiles(project, image)
        .filter(({ ignored, path }) => !ignored && path !== image.file.path && !path.endsWith('ignore'))
        .map(({ inContext }) => inContext);
      for (const { sources, stage, index } of copySteps(image)) {
        if (!installs.some((install) => install.stage === stage && install.index > index)) continue;
        const whole = sources.find((source) => filesOf(source, code).length === code.length && code.length > 1);
        if (whole === undefined) continue;
        yield { message: 'This copies every file before the packages below are installed.', range: whole.range };
      }
    }
  },
};

export const aptWithoutUpdate: Rule = {
  id: 'image/apt-without-update',
  needs: 'files',
  severity: 'warning',
  title: 'Packages are installed with apt without an update in the same RUN',
  why: 'A separate RUN for the update stays in the build cache. Weeks later, apt requests packages that the mirrors no longer have.',
  remedy: 'Use RUN apt-get update && apt-get install -y <packages>.',
  *check({ images }) {
    for (const image of images) {
      for (const { commands } of runSteps(image)) {
        const install = commands.findIndex(({ words }) => aptVerb(words) === 'install');
        const command = commands[install];
        if (command === undefined) continue;
        // A downloaded package needs no package list.
        if (command.words.some((word) => word.endsWith('.deb'))) continue;
        if (commands.slice(0, install).some(({ words }) => aptVerb(words) === 'update')) continue;
        const { range } = command;
        const before = { ...range, endLine: range.line, endColumn: range.column };
        yield {
          message: 'apt installs packages, but this RUN does not update the package lists first.',
          range,
          fix: { title: 'Update in the same RUN', edits: [{ range: before, text: 'apt-get update && ' }] },
        };
      }
    }
  },
};

/** Options of pip with a value in the next word. */
const withValue = new Set([
  '-r',
  '-c',
  '-i',
  '-f',
  '-e',
  '-t',
  '--requirement',
  '--constraint',
  '--index-url',
  '--extra-index-url',
  '--find-links',
  '--target',
  '--platform',
  '--python-version',
  '--trusted-host',
  '--proxy',
  '--timeout',
  '--only-binary',
  '--no-binary',
  '--prefix',
  '--root',
  '--cache-dir',
  '--editable',
  '--config-settings',
]);

export const pipUnpinned: Rule = {
  id: 'image/pip-unpinned',
  needs: 'files',
  severity: 'hint',
  title: 'A pip package is not pinned to a version',
  why: 'The next build may install a different version from the one you tested, so that study results change although your code did not.',
  remedy: 'Use <package>==<version>, or list the packages with versions in a requirements.txt.',
  *check({ images }) {
    for (const image of images) {
      for (const { words, range } of runSteps(image).flatMap(({ commands }) => commands)) {
        const loose = unpinned(pipArguments(words) ?? []);
        if (loose.length > 0) {
          const verb = loose.length === 1 ? 'is' : 'are';
          yield { message: `${loose.join(', ')} ${verb} not pinned to a version.`, range };
        }
      }
    }
  },
};

function unpinned(words: readonly string[]): string[] {
  // A constraints file pins everything.
  if (words.includes('-c') || words.includes('--constraint')) return [];
  return words.filter((word, index) => {
    const isValue = withValue.has(words[index - 1] ?? '');
    return (
      !isValue &&
      /^[A-Za-z0-9][\w.-]*(?:\[[\w,.-]+\])?$/u.test(word) &&
      !/\.(?:whl|zip|gz|txt)$/u.test(word) &&
      !/^(?:pip|setuptools|wheel)$/u.test(word)
    );
  });
}
