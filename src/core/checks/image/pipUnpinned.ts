import type { Rule } from '../rule.ts';
import { pipArguments } from './isInstall.ts';
import { runSteps } from './runSteps.ts';

/** Options of pip that take the next word. */
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
  title: 'A package is installed by pip without a version',
  why: 'The next build may get another version than the one you tested with, and results of a study change without a change of your code.',
  remedy: 'Write <package>==<version>, or list the packages with versions in a requirements.txt.',
  *check({ images }) {
    for (const image of images) {
      for (const { words, range } of runSteps(image).flatMap(({ commands }) => commands)) {
        const loose = unpinned(pipArguments(words) ?? []);
        if (loose.length > 0) yield { message: `pip takes any version of ${loose.join(', ')}.`, range };
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
