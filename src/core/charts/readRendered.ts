import { EdkError } from '../errors/edkError.ts';
import { isRefusedThere } from '../project/chart.ts';
import { isMap, parseManifests } from '../yaml/loadYaml.ts';

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

/**
 * Refuses what the platform would at an upload, and keep nevertheless; dependencies are looked at too.
 *
 * @throws EdkError `chart.invalid` naming the resource and its template.
 */
export function refuseAdminResources(manifests: readonly RenderedManifest[], adminNamespace: string): void {
  for (const { template, content } of manifests) {
    const metadata = isMap(content['metadata']) ? content['metadata'] : {};
    const annotations = isMap(metadata['annotations']) ? metadata['annotations'] : {};
    if (!isRefusedThere({ namespace: metadata['namespace'], annotations }, adminNamespace)) continue;
    const what = `${String(content['kind'])} "${String(metadata['name'])}"`;
    throw new EdkError('chart.invalid', `${what} of ${template} is in the namespace ${adminNamespace}.`, {
      detail: 'The platform rejects charts with resources in this namespace.',
      remedy: 'Put it into {{ .Values.global.services_namespace }}.',
    });
  }
}
