import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import type { RenderedChart } from '../../../src/core/checks/facts.ts';
import { projectFolder } from './projectFrom.ts';

/** What Helm would make of one template, from the path of the template and manifests written out. */
export function renderedFrom(path: string, manifests: string): RenderedChart {
  return {
    manifests: loadAll(manifests).map((content) => ({
      template: path,
      file: join(projectFolder, path),
      content: content as Record<string, unknown>,
    })),
  };
}
