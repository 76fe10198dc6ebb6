import { z } from 'zod';
import type { RegistryCredentials } from '../../core/docker/openBuildSession.ts';
import { parseJson } from '../../core/text/parseJson.ts';
import { collectConfiguration } from '../manifest/configurationData.ts';
import { readResources } from '../manifest/resourceSchema.ts';
import type { ContainerEngine } from '../runtime/containerEngine.ts';
import type { LocalPlatformOptions } from '../start/platformOptions.ts';
import type { Release } from './release.ts';

interface PullingParts {
  readonly network: LocalPlatformOptions['network'];
  readonly credentials: (reference: string) => RegistryCredentials | undefined;
}

/** An engine that gets images as the platform's node does: with the credentials it was given, and offline from here only. */
export function pullingEngine(engine: ContainerEngine, { network, credentials }: PullingParts): ContainerEngine {
  return {
    ...engine,
    async pullImage(reference, signal) {
      const host = hostOf(reference);
      if (network === 'offline' && !/^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host)) {
        throw new Error(`dial tcp: lookup ${host}: no such host (the platform is offline)`);
      }
      await engine.pullImage(reference, signal, credentials(reference));
    },
  };
}

/** As Docker reads it: the first part is a host when it looks like one. */
function hostOf(reference: string): string {
  const [first = '', ...rest] = reference.split('/');
  return rest.length > 0 && (/[.:]/.test(first) || first === 'localhost') ? first : 'registry-1.docker.io';
}

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
