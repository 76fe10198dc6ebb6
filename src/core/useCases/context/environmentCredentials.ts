import type { RegistryCredentials } from '../../docker/openBuildSession.ts';
import { EdkError } from '../../errors/edkError.ts';
import { whyWithheld } from '../../http/credentialRule.ts';
import { parseRegistryAddress } from '../../registry/registryAddress.ts';
import type { Environment } from '../../settings/environment.ts';
import type { Settings } from '../../settings/settings.ts';

interface CredentialSources {
  readonly settings: Pick<Settings, 'registry' | 'registryFromProject'>;
  readonly environment: Pick<Environment, 'registryAccess'>;
}

/**
 * User and password of the environment, for the registry that is pushed to and no other; not even for that one when only
 * an edk.yaml names it, which may come from anybody.
 *
 * @throws EdkError `settings.invalid` when one of both is missing.
 */
export function environmentCredentials(
  { settings, environment }: CredentialSources,
  registry: string,
): RegistryCredentials | undefined {
  const { user, password, plainHttp } = environment.registryAccess;
  const url = parseRegistryAddress(registry, { plainHttp }).api;
  const givenFor = parseRegistryAddress(settings.registry.push, { plainHttp }).api;
  const namedBy = settings.registryFromProject ? 'project' : 'user';
  if (whyWithheld({ url, givenFor, namedBy, plainHttp }) !== undefined) return undefined;
  if (user === undefined && password === undefined) return undefined;
  if (user !== undefined && password !== undefined) return { username: user, password };
  const missing = user === undefined ? 'EDK_REGISTRY_USER' : 'EDK_REGISTRY_PASSWORD';
  throw new EdkError('settings.invalid', `${missing} is not set.`, {
    remedy: 'Set both EDK_REGISTRY_USER and EDK_REGISTRY_PASSWORD, or neither.',
  });
}
