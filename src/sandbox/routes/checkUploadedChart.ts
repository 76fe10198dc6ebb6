import { z } from 'zod';
import { loadYaml } from '../../core/yaml/loadYaml.ts';
import { releaseValues } from '../helm/releaseValues.ts';
import { text, withReason, type Answer } from '../http/answer.ts';
import { readResources } from '../manifest/resourceSchema.ts';
import type { RouteParts } from './routeParts.ts';

const headSchema = z.object({ name: z.string() });
const valuesSchema = z.object({ global: z.record(z.string(), z.unknown()).optional() });

/**
 * The check of a chart after it was moved into place; undefined when it passes. It is rendered without parameters, and
 * hooks are not looked at: so says the recording. The real backend also refuses a chart in which nothing else is left.
 */
export async function checkUploadedChart(
  file: string,
  { helm, options, platformGlobals }: Pick<RouteParts, 'helm' | 'options' | 'platformGlobals'>,
): Promise<Answer | undefined> {
  const refused = (problem: string, error: unknown) =>
    withReason(text(500, `Filepond upload failed: ${problem}`), error instanceof Error ? error.message : String(error));
  // Both at once: each start of Helm takes its time. A failure counts only where its turn comes.
  const shownValues = helm.showValues(file);
  shownValues.catch(() => undefined);
  let name: string;
  try {
    name = headSchema.parse(loadYaml(await helm.showChart(file))).name;
  } catch (error) {
    return refused("'name'", error);
  }
  const namespace = options.namespaces.admin;
  try {
    const own = valuesSchema.safeParse(loadYaml((await shownValues) || '{}')).data?.global ?? {};
    const values = releaseValues({ platform: platformGlobals, parameters: {}, chart: own });
    const resources = readResources(await helm.render({ release: name, chartFile: file, namespace, values }));
    const installed = resources.filter(({ metadata }) => metadata.annotations?.['helm.sh/hook'] === undefined);
    if (installed.length === 0) throw new Error('The chart renders no resources, or nothing but hooks.');
    const inAdmin = installed.find(({ metadata }) => metadata.namespace === namespace);
    if (inAdmin === undefined) return undefined;
    return refused(
      'Chart files can not contain resources under admin_namespace',
      `${inAdmin.kind} "${inAdmin.metadata.name}" is in the namespace ${namespace}.`,
    );
  } catch (error) {
    return refused('Failed to check chart namespace', error);
  }
}
