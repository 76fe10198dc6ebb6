import type { Rule } from '../rule.ts';

export const nowhere: Rule = {
  id: 'reference/nowhere',
  needs: 'references',
  severity: 'error',
  title: 'An image is in no registry',
  why: 'The node that shall run it asks the registry that the reference names, is told that there is no such image, and the pod ends in ImagePullBackOff.',
  remedy:
    'Correct registry, name or tag, or push the image. "edk check --references" shows what every reference was resolved to.',
  *check(_project, references) {
    for (const { origin, reference = '', by, range } of references) {
      if (origin !== 'nowhere') continue;
      const what = reference === '' ? 'no image at all' : `${reference}, which is in no registry`;
      yield { message: `${by} wants ${what}.`, range };
    }
  },
};
