import type { Rule } from '../rule.ts';
import { contextFiles } from './contextFiles.ts';
import { copySteps, filesOf } from './copySteps.ts';
import { isInstall } from './isInstall.ts';
import { runSteps } from './runSteps.ts';

export const copyBeforeInstall: Rule = {
  id: 'image/copy-before-install',
  needs: 'files',
  severity: 'warning',
  title: 'All files are copied before packages are installed',
  why: 'Every edit of a script then installs all packages anew, which takes minutes instead of seconds.',
  remedy: 'Copy what the installation needs, install, and copy the rest afterwards.',
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
        yield { message: 'This copies every file before packages are installed below it.', range: whole.range };
      }
    }
  },
};
