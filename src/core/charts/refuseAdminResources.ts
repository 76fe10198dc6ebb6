import { EdkError } from '../errors/edkError.ts';
import { isRefusedThere } from '../project/chartRules.ts';
import { isMap } from '../yaml/isMap.ts';
import type { RenderedManifest } from './readRendered.ts';

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
      detail: 'The platform refuses charts with resources there.',
      remedy: 'Put it into {{ .Values.global.services_namespace }}.',
    });
  }
}
