import { z } from 'zod';
import { EdkError } from '../../core/errors/edkError.ts';
import { dataKey } from './kubernetesNames.ts';
import { notModelledError, parseResource, resourceMetadata } from './schemaParts.ts';
import type { Resource } from './resourceSchema.ts';

export type ConfigurationEntries = Readonly<Record<string, Buffer>>;

/** A pod's reference to a ConfigMap or Secret. */
export interface ConfigurationReference {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly namespace: string;
  readonly name: string;
  readonly optional?: boolean | null | undefined;
}

/** The ConfigMaps and Secrets of a release. */
export interface ConfigurationData {
  /**
   * Undefined when it is missing and optional.
   *
   * @throws EdkError `platform.unsupported` when the release does not bring it: the platform's own are not modelled.
   */
  entries(reference: ConfigurationReference): ConfigurationEntries | undefined;
  /** One entry. @throws EdkError `chart.invalid` when the ConfigMap or Secret does not have it. */
  entry(reference: ConfigurationReference, key: string): Buffer | undefined;
}

const texts = z.record(dataKey, z.string()).nullish();
const base64 = z
  .string()
  .refine(
    (text) => /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(bare(text)),
    'is not base64',
  );
const encoded = z.record(dataKey, base64).nullish();
const configMapSchema = z.object({ metadata: resourceMetadata, data: texts, binaryData: encoded });
const secretSchema = z.object({ metadata: resourceMetadata, data: encoded, stringData: texts });

/** @throws EdkError `chart.invalid` for entries that Kubernetes refuses. */
export function collectConfiguration(resources: readonly Resource[], releaseNamespace: string): ConfigurationData {
  const all = new Map<string, ConfigurationEntries>();
  const keyOf = (kind: string, namespace: string, name: string) => `${kind} ${namespace}/${name}`;
  for (const resource of resources) {
    const read = resource.kind === 'ConfigMap' ? readConfigMap : resource.kind === 'Secret' ? readSecret : undefined;
    if (read === undefined) continue;
    const { name, namespace } = resource.metadata;
    all.set(keyOf(resource.kind, namespace ?? releaseNamespace, name), read(resource));
  }
  const entries = ({ kind, namespace, name, optional }: ConfigurationReference) => {
    const found = all.get(keyOf(kind, namespace, name));
    if (found !== undefined || optional === true) return found;
    throw notModelledError(`The ${kind} "${name}" in ${namespace}, which the chart does not contain`);
  };
  return {
    entries,
    entry(reference, key) {
      const found = entries(reference);
      if (found === undefined) return undefined;
      if (Object.hasOwn(found, key)) return found[key];
      if (reference.optional === true) return undefined;
      throw new EdkError('chart.invalid', `The ${reference.kind} "${reference.name}" has no entry "${key}".`);
    },
  };
}

function readConfigMap(resource: Resource): ConfigurationEntries {
  const { data, binaryData } = parseResource(configMapSchema, resource);
  return { ...decode(data, 'utf8'), ...decode(binaryData, 'base64') };
}

function readSecret(resource: Resource): ConfigurationEntries {
  const { data, stringData } = parseResource(secretSchema, resource);
  return { ...decode(data, 'base64'), ...decode(stringData, 'utf8') };
}

function decode(data: z.infer<typeof texts>, encoding: 'utf8' | 'base64'): ConfigurationEntries {
  return Object.fromEntries(Object.entries(data ?? {}).map(([key, text]) => [key, Buffer.from(text, encoding)]));
}

/** Base64 may be broken into lines. */
function bare(text: string): string {
  return text.replaceAll(/[\r\n]/g, '');
}
