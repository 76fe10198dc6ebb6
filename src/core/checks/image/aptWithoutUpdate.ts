import type { Rule } from '../rule.ts';
import { aptVerb } from './isInstall.ts';
import { runSteps } from './runSteps.ts';

export const aptWithoutUpdate: Rule = {
  id: 'image/apt-without-update',
  needs: 'files',
  severity: 'warning',
  title: 'Packages are installed by apt without an update in the same RUN',
  why: 'A RUN of its own for the update stays in the cache of the builder. Weeks later apt asks for packages that the mirrors no longer have.',
  remedy: 'Write RUN apt-get update && apt-get install -y <packages>.',
  *check({ images }) {
    for (const image of images) {
      for (const { commands } of runSteps(image)) {
        const install = commands.findIndex(({ words }) => aptVerb(words) === 'install');
        const command = commands[install];
        if (command === undefined) continue;
        // A package that was downloaded needs no list.
        if (command.words.some((word) => word.endsWith('.deb'))) continue;
        if (commands.slice(0, install).some(({ words }) => aptVerb(words) === 'update')) continue;
        const { range } = command;
        const before = { ...range, endLine: range.line, endColumn: range.column };
        yield {
          message: 'apt installs packages, but this RUN does not update the lists first.',
          range,
          fix: { title: 'Update in the same RUN', edits: [{ range: before, text: 'apt-get update && ' }] },
        };
      }
    }
  },
};
