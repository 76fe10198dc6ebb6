import { findRegistryCredentials } from '../../docker/registryCredentials.ts';
import type { RegistryCredentials } from '../../docker/openBuildSession.ts';
import { EdkError } from '../../errors/edkError.ts';
import type { HttpClient } from '../../http/httpClient.ts';
import { createUploadRecords } from '../../platform/upload/uploadRecords.ts';
import type { PlatformConnection } from '../../platform/platformConnection.ts';
import { RegistryClient } from '../../registry/registryClient.ts';
import { signInParts } from './signInParts.ts';
import { createAuthorizer, type Authorizer } from '../../signIn/createAuthorizer.ts';
import type { Environment } from '../../settings/environment.ts';
import { localPlatformHeaders } from '../../settings/localPlatform.ts';
import type { Settings } from '../../settings/settings.ts';
import type { SessionStore } from '../../signIn/session.ts';
import type { DockerConnection } from '../../docker/connectDocker.ts';
import { whyWithheld } from '../../http/credentialRule.ts';
import { parseRegistryAddress } from '../../registry/registryAddress.ts';

/** What the use cases work with. */
export interface EdkContext {
  readonly settings: Settings;
  readonly environment: Environment;
  /** The EDK's own templates, base images and charts. */
  readonly templatesFolder: string;
  readonly http: HttpClient;
  /** Where the sign-in to the platform is stored; by default a file below the state folder. */
  readonly session?: SessionStore | undefined;
  /** Registries of this run by host, each connected to once. Empty at the start. */
  readonly registries: Map<string, RegistryHost>;
}

export interface RegistryConnection {
  readonly client: RegistryClient;
  /** Credentials from "docker login", otherwise from the environment. */
  readonly credentials: () => Promise<RegistryCredentials | undefined>;
}

/** What is known of a registry's host during a run. */
interface RegistryHost {
  /** By address including the path. */
  readonly clients: Map<string, RegistryClient>;
  readonly findCredentials: (signal: AbortSignal) => Promise<RegistryCredentials | undefined>;
}

/**
 * The registry at this address. Credentials are looked up on first use, then kept.
 *
 * @throws EdkError `settings.invalid`.
 */
export function connectToRegistry(edk: EdkContext, registry: string, signal: AbortSignal): RegistryConnection {
  const { environment, http, registries } = edk;
  const name = registry.split('/')[0] ?? registry;
  const host: RegistryHost = registries.get(name) ?? {
    clients: new Map(),
    findCredentials: credentialFinder(edk, name),
  };
  registries.set(name, host);
  const { clients, findCredentials } = host;
  const { plainHttp } = environment.registryAccess;
  const client = clients.get(registry) ?? new RegistryClient({ registry, http, findCredentials, plainHttp });
  clients.set(registry, client);
  return { client, credentials: () => findCredentials(signal) };
}

function credentialFinder(edk: EdkContext, host: string): RegistryHost['findCredentials'] {
  const surroundings = { ...edk.environment.docker, home: edk.environment.home };
  let found: Promise<RegistryCredentials | undefined> | undefined;
  return async (signal) => {
    found ??= findRegistryCredentials(host, surroundings, signal).then(
      (kept) => kept ?? environmentCredentials(edk, host),
    );
    try {
      return await found;
    } catch (error) {
      found = undefined;
      throw error;
    }
  };
}

/** @throws EdkError `platform.notConfigured`. */
export function connectToPlatform(edk: EdkContext): PlatformConnection {
  const { settings, http } = edk;
  if (settings.platformUrl === undefined) {
    throw new EdkError('platform.notConfigured', 'No platform is configured and no local platform runs.');
  }
  const { platformUrl: baseUrl, platformDeadlineMs: deadline, platformProject: project } = settings;
  const { platformUrlSource: addressSource } = settings;
  // Slow requests, such as uploads, have their own deadlines.
  const pace = deadline === undefined ? undefined : { healthDeadlineMs: deadline, readDeadlineMs: deadline };
  const uploads = createUploadRecords(settings.folders.state, baseUrl);
  const signIn = createAuthorizer(signInParts(edk));
  // Read for each call: a restarted local platform has a new token.
  const authorize: Authorizer = async (signal) =>
    (await localPlatformHeaders(settings.folders.state, baseUrl)) ?? (await signIn(signal));
  return { baseUrl, addressSource, http, pace, project, uploads, authorize };
}

/** Loads the Docker client only when needed, which keeps it out of the editor's bundle. */
export async function connectToDocker({ environment }: EdkContext): Promise<DockerConnection> {
  const { connectDocker } = await import('../../docker/connectDocker.ts');
  return connectDocker({ ...environment.docker, home: environment.home });
}

interface CredentialSources {
  readonly settings: Pick<Settings, 'registry' | 'registryFromProject'>;
  readonly environment: Pick<Environment, 'registryAccess'>;
}

/**
 * User and password from the environment, only for the registry that is pushed to; not even for that one if only an
 * edk.yaml names it, since that file may come from anyone.
 *
 * @throws EdkError `settings.invalid` if only one of the two is set.
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
