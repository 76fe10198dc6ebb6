import { valueRange } from '../../project/sourceFile.ts';
import type { Rule } from '../rule.ts';
import { globalOf } from './chartImages.ts';
import { operatorImages, projectImage } from './operatorImages.ts';

export const platformRegistry: Rule = {
  id: 'reference/platform-registry',
  needs: 'files',
  severity: 'error',
  title: 'An image built here is looked up in the registry of the platform',
  why: 'The EDK pushes to the local registry. The registry of the platform does not have the image, so the pod fails with ImagePullBackOff.',
  remedy:
    'Put DEFAULT_REGISTRY or the local registry before the name. In values.yaml, set global.custom_registry_url to the local registry.',
  *check(project, settings) {
    for (const { source, from, to, image, byPlatform } of operatorImages(project, settings)) {
      const own = projectImage(project, image);
      const local = [settings.registry.pull, settings.registry.push, 'local-only'].includes(image.registry);
      // The staged copy replaces DEFAULT_REGISTRY before an image of this project.
      if (own === undefined || byPlatform || local || image.registry !== settings.platformRegistry) continue;
      yield {
        message: `This project builds ${own}, but the registry ${image.registry} does not have it.`,
        range: source.rangeOf(from, to),
      };
    }
    for (const { values, global } of globalOf(project)) {
      const registry = global['custom_registry_url'];
      const own = project.images.find(({ name }) => name !== undefined && name === global['image'])?.name;
      if (own === undefined || typeof registry !== 'string' || registry !== settings.platformRegistry) continue;
      yield {
        message: `This project builds ${own}, but the registry ${registry} does not have it.`,
        range: valueRange(values, ['global', 'custom_registry_url']),
      };
    }
  },
};

export const pullAlways: Rule = {
  id: 'reference/pull-always',
  needs: 'files',
  severity: 'error',
  title: 'An image that is in no registry is always pulled',
  why: 'An imported image is only on the node. With the policy Always, the node asks a registry that does not have it, and the pod fails with ErrImagePull.',
  remedy: 'Set the policy to IfNotPresent, or push the image to a registry and name it with that registry.',
  *check(project, settings) {
    for (const { source, image, text, pullPolicy } of operatorImages(project, settings)) {
      if (pullPolicy?.text !== 'Always' || !isImported(image.registry, text)) continue;
      const range = source.rangeOf(pullPolicy.from, pullPolicy.to);
      yield {
        message: `${text} names no registry but is always pulled.`,
        range,
        fix: { title: 'Change to IfNotPresent', edits: [{ range, text: '"IfNotPresent"' }] },
      };
    }
    for (const { values, global } of globalOf(project)) {
      const registry = global['custom_registry_url'];
      if (global['pull_policy_images'] !== 'Always' || registry !== 'local-only') continue;
      yield {
        message: 'Images of "local-only" are in no registry but are always pulled.',
        range: valueRange(values, ['global', 'pull_policy_images']),
      };
    }
  },
};

/** A name without a host that is not from Docker Hub, as imported images have. */
function isImported(registry: string, text: string): boolean {
  return text.startsWith('local-only/') || (registry === 'docker.io' && !text.includes('/'));
}

export const nowhere: Rule = {
  id: 'reference/nowhere',
  needs: 'references',
  severity: 'error',
  title: 'An image is in no registry',
  why: 'The node asks the registry in the reference, which does not have the image, and the pod fails with ImagePullBackOff.',
  remedy:
    'Fix the registry, name or tag, or push the image. "edk check --references" shows where each image comes from.',
  *check(_project, references) {
    for (const { origin, reference = '', by, range } of references) {
      if (origin !== 'nowhere') continue;
      const what = reference === '' ? 'names no image' : `uses ${reference}, which is in no registry`;
      yield { message: `${by} ${what}.`, range };
    }
  },
};
