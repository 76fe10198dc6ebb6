import type { Rule } from '../rule.ts';
import { valueRange } from '../../project/yamlRange.ts';
import { globalOf } from './globalOf.ts';
import { operatorImages, projectImage } from './operatorImages.ts';

export const platformRegistry: Rule = {
  id: 'reference/platform-registry',
  needs: 'files',
  severity: 'error',
  title: "An image that is built here is looked for in the platform's registry",
  why: "The EDK pushes to the local registry. The platform's own does not have the image, so the pod ends in ImagePullBackOff.",
  remedy:
    'Write DEFAULT_REGISTRY or the local registry in front of the name; in values.yaml set global.custom_registry_url to the local registry.',
  *check(project, settings) {
    for (const { source, from, to, image, byPlatform } of operatorImages(project, settings)) {
      const own = projectImage(project, image);
      const local = [settings.registry.pull, settings.registry.push, 'local-only'].includes(image.registry);
      // DEFAULT_REGISTRY in front of an image of this project is replaced on the staged copy.
      if (own === undefined || byPlatform || local || image.registry !== settings.platformRegistry) continue;
      yield {
        message: `This project builds ${own}; the registry ${image.registry} does not have it.`,
        range: source.rangeOf(from, to),
      };
    }
    for (const { values, global } of globalOf(project)) {
      const registry = global['custom_registry_url'];
      const own = project.images.find(({ name }) => name !== undefined && name === global['image'])?.name;
      if (own === undefined || typeof registry !== 'string' || registry !== settings.platformRegistry) continue;
      yield {
        message: `This project builds ${own}; the registry ${registry} does not have it.`,
        range: valueRange(values, ['global', 'custom_registry_url']),
      };
    }
  },
};
