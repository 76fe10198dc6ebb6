import { z } from 'zod';
import type { RegistryCredentials } from '../../core/docker/openBuildSession.ts';
import { collectConfiguration } from '../manifest/configurationData.ts';
import { readResources } from '../manifest/resourceSchema.ts';
import type { Release } from './release.ts';
import { parseJson } from '../../core/text/parseJson.ts';

const secretSchema = z.looseObject({ kind: z.literal('Secret'), type: z.literal('kubernetes.io/dockerconfigjson') });
const entrySchema = z.object({
  username: z.string().optional(),
  password: z.string().optional(),
  /** User and password, joined with a colon, as base64. */
  auth: z.string().optional(),
});
const configSchema = z.object({ auths: z.record(z.string(), entrySchema) });

/**
 * What the Secrets of installed extensions (New Registry is one) say of the registry that an image comes from; the most
 * exact one, undefined when there is none. Which pods a Secret is meant for is not modelled: it counts for all.
 */
export function pullCredentials(releases: readonly Release[], reference: string): RegistryCredentials | undefined {
  const [best] = releases
    .filter(({ status }) => status === 'deployed')
    .flatMap(({ manifests, namespace }) => readRegistries(manifests, namespace))
    .filter(({ registry }) => reference.startsWith(`${registry}/`))
    .sort((a, b) => b.registry.length - a.registry.length);
  return best?.credentials;
}

interface RegistrySecret {
  /** Without protocol; with a path where the Secret has one. */
  readonly registry: string;
  readonly credentials: RegistryCredentials;
}

function readRegistries(manifests: string, releaseNamespace: string): RegistrySecret[] {
  const resources = readResources(manifests);
  const configuration = collectConfiguration(resources, releaseNamespace);
  return resources
    .filter((resource) => secretSchema.safeParse(resource).success)
    .flatMap(({ metadata: { name, namespace } }) => {
      const secret = { kind: 'Secret', namespace: namespace ?? releaseNamespace, name, optional: true } as const;
      return readConfig(configuration.entry(secret, '.dockerconfigjson')?.toString() ?? '');
    });
}

function readConfig(text: string): RegistrySecret[] {
  const configuration = parseJson(text, configSchema);
  return Object.entries(configuration?.auths ?? {}).flatMap(([address, entry]) => {
    const credentials = readEntry(entry);
    const registry = address.replace(/^https?:\/\//, '').replace(/\/+$/, '');
    return credentials === undefined ? [] : [{ registry, credentials }];
  });
}

function readEntry({ username, password, auth }: z.output<typeof entrySchema>): RegistryCredentials | undefined {
  if (username !== undefined && password !== undefined) return { username, password };
  const [, user, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(auth ?? '', 'base64').toString()) ?? [];
  return user === undefined || secret === undefined ? undefined : { username: user, password: secret };
}
