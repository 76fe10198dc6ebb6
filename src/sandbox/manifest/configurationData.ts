import { z } from 'zod';
import { EdkError } from '../../core/errors/edkError.ts';
import type { Resource } from './resourceSchema.ts';

type Data = Readonly<Record<string, string>>;

/** The ConfigMaps and Secrets of a release, by name. */
export interface ConfigurationData {
  /** @throws EdkError `platform.unsupported` when the release has none of that name. */
  configMap(name: string): Data;
  secret(name: string): Data;
}

const strings = z.record(z.string(), z.string()).nullish();
const dataSchema = z.object({ data: strings, stringData: strings });

export function collectConfiguration(resources: readonly Resource[]): ConfigurationData {
  const configMaps = new Map<string, Data>();
  const secrets = new Map<string, Data>();
  for (const resource of resources) {
    if (resource.kind === 'ConfigMap') configMaps.set(resource.metadata.name, dataSchema.parse(resource).data ?? {});
    if (resource.kind === 'Secret') secrets.set(resource.metadata.name, decodeSecret(resource));
  }
  return {
    configMap: (name) => find(configMaps, 'ConfigMap', name),
    secret: (name) => find(secrets, 'Secret', name),
  };
}

function decodeSecret(resource: Resource): Data {
  const { data, stringData } = dataSchema.parse(resource);
  const decoded: Record<string, string> = {};
  for (const [key, value] of Object.entries(data ?? {})) decoded[key] = Buffer.from(value, 'base64').toString();
  return { ...decoded, ...stringData };
}

function find(all: ReadonlyMap<string, Data>, kind: string, name: string): Data {
  const found = all.get(name);
  if (found !== undefined) return found;
  throw new EdkError('platform.unsupported', `The chart refers to the ${kind} "${name}", which it does not bring.`);
}
