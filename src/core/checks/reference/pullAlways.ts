import type { Rule } from '../rule.ts';
import { valueRange } from '../../project/yamlRange.ts';
import { globalOf } from './globalOf.ts';
import { operatorImages } from './operatorImages.ts';

export const pullAlways: Rule = {
  id: 'reference/pull-always',
  needs: 'files',
  severity: 'error',
  title: 'An image that is in no registry is to be pulled always',
  why: 'An image that was imported is on the node only. With the policy Always the node asks a registry that does not have it, and the pod ends in ErrImagePull.',
  remedy: 'Set the policy to IfNotPresent, or push the image to a registry and name it with that registry.',
  *check(project, settings) {
    for (const { source, image, text, pullPolicy } of operatorImages(project, settings)) {
      if (pullPolicy?.text !== 'Always' || !isImported(image.registry, text)) continue;
      const range = source.rangeOf(pullPolicy.from, pullPolicy.to);
      yield {
        message: `${text} names no registry and is to be pulled always.`,
        range,
        fix: { title: 'Change it to IfNotPresent', edits: [{ range, text: '"IfNotPresent"' }] },
      };
    }
    for (const { values, global } of globalOf(project)) {
      const registry = global['custom_registry_url'];
      if (global['pull_policy_images'] !== 'Always' || registry !== 'local-only') continue;
      yield {
        message: 'Images of "local-only" are in no registry and are to be pulled always.',
        range: valueRange(values, ['global', 'pull_policy_images']),
      };
    }
  },
};

/** A name without a host that is not meant to come from Docker Hub: this is how imported images are called. */
function isImported(registry: string, text: string): boolean {
  return text.startsWith('local-only/') || (registry === 'docker.io' && !text.includes('/'));
}
