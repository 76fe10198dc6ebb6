import { isMap } from '../yaml/isMap.ts';
import { parseManifests } from '../yaml/parseManifests.ts';

/** One resource that a chart renders to. */
export interface RenderedManifest {
  /** The template it comes from, as Helm names it: `<chart>/templates/job.yaml`. */
  readonly template: string;
  readonly content: Readonly<Record<string, unknown>>;
}

/**
 * Reads what `helm template` writes: documents, each after a comment that names its template.
 *
 * @throws EdkError `yaml.invalid` with the template.
 */
export function readRendered(text: string): RenderedManifest[] {
  const pieces = text.split(/^---\n# Source: (.+)\n/mu);
  const manifests: RenderedManifest[] = [];
  for (let index = 1; index + 1 < pieces.length; index += 2) {
    const template = pieces[index] ?? '';
    for (const content of parseManifests(pieces[index + 1] ?? '', template)) {
      if (isMap(content)) manifests.push({ template, content });
    }
  }
  return manifests;
}
