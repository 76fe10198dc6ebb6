import { findRegistryCredentials } from '../../docker/registryCredentials.ts';
import type { RegistryCredentials } from '../../docker/openBuildSession.ts';
import { EdkError } from '../../errors/edkError.ts';
import type { HttpClient } from '../../http/httpClient.ts';
import { createUploadRecords } from '../../platform/upload/uploadRecords.ts';
import type { PlatformConnection } from '../../platform/platformConnection.ts';
import { RegistryClient } from '../../registry/registryClient.ts';
import { environmentCredentials } from './environmentCredentials.ts';
import { signInParts } from './signInParts.ts';
import { createAuthorizer, type Authorizer } from '../../signIn/createAuthorizer.ts';
import type { Environment } from '../../settings/environment.ts';
import { localPlatformHeaders } from '../../settings/localPlatform.ts';
import type { Settings } from '../../settings/settings.ts';
import type { SessionStore } from '../../signIn/session.ts';

/** What the use cases work with. */
export interface EdkContext {
  readonly settings: Settings;
  readonly environment: Environment;
  /** The kit's own templates, base images and charts. */
  readonly templatesFolder: string;
  readonly http: HttpClient;
  /** Where the sign-in to the platform is kept; a file below the state folder without it. */
  readonly session?: SessionStore | undefined;
  /** Those of this run, by their host: each is connected to once. Empty at its start. */
  readonly registries: Map<string, RegistryHost>;
}

export interface RegistryConnection {
  readonly client: RegistryClient;
  /** What "docker login" left for the registry, else what the environment has for it. */
  readonly credentials: () => Promise<RegistryCredentials | undefined>;
}

/** What is known of a registry's host during a run. */
interface RegistryHost {
  /** By the address with its path. */
  readonly clients: Map<string, RegistryClient>;
  readonly findCredentials: (signal: AbortSignal) => Promise<RegistryCredentials | undefined>;
}

/**
 * The registry of this address. Credentials are looked for when they are needed first, and kept.
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
  // The slower answers, such as an upload's, keep their own deadlines.
  const pace = deadline === undefined ? undefined : { healthDeadlineMs: deadline, readDeadlineMs: deadline };
  const uploads = createUploadRecords(settings.folders.state, baseUrl);
  const signIn = createAuthorizer(signInParts(edk));
  // Read for each call: a local platform that was restarted has another token.
  const authorize: Authorizer = async (signal) =>
    (await localPlatformHeaders(settings.folders.state, baseUrl)) ?? (await signIn(signal));
  return { baseUrl, addressSource, http, pace, project, uploads, authorize };
}
