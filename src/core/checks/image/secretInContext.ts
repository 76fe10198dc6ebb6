import { posix } from 'node:path';
import type { Rule } from '../rule.ts';
import { contextFiles } from './contextFiles.ts';
import { copySteps, filesOf } from './copySteps.ts';
import { fromRange } from './imageRanges.ts';
import { leaveOut } from './leaveOut.ts';

const secretName =
  /^(?:\.env(?:\.(?!example$|sample$|template$).+)?|id_(?:rsa|dsa|ecdsa|ed25519)|\.netrc|\.pgpass|\.git-credentials|\.htpasswd|kubeconfig|.*\.kubeconfig|credentials(?:\.json)?|service[-_]account.*\.json|.*\.(?:key|p12|pfx|jks|keystore|kdbx|ppk))$/iu;

export const secretInContext: Rule = {
  id: 'image/secret-in-context',
  needs: 'files',
  severity: 'warning',
  title: 'A secret is sent along with the build',
  why: 'Whoever can pull the image can read what was copied into it, also when a later step removes the file.',
  remedy: 'Leave the file out in .dockerignore, and hand secrets over when the container runs.',
  *check(project) {
    for (const image of project.images) {
      const found = contextFiles(project, image).filter(({ ignored, path }) => {
        return !ignored && secretName.test(posix.basename(path));
      });
      const [first] = found;
      if (first === undefined) continue;
      const copy = copySteps(image).find(({ sources }) =>
        sources.some((source) => filesOf(source, [first.inContext]).length > 0),
      );
      const more = found.length === 1 ? '' : ` and ${found.length - 1} more`;
      yield {
        message: `${first.inContext}${more} looks like a secret.`,
        range: copy?.range ?? fromRange(image),
        fix: leaveOut(project, image, found),
      };
    }
  },
};
