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
}

export interface RegistryConnection {
  readonly client: RegistryClient;
  readonly credentials: RegistryCredentials | undefined;
}

/**
 * The registry of this address, with what "docker login" left for it, else what the environment has for it.
 *
 * @throws EdkError `settings.invalid`.
 */
export async function connectToRegistry(
  edk: EdkContext,
  registry: string,
  signal: AbortSignal,
): Promise<RegistryConnection> {
  const { environment, http } = edk;
  const surroundings = { ...environment.docker, home: environment.home };
  const credentials =
    (await findRegistryCredentials(registry, surroundings, signal)) ?? environmentCredentials(edk, registry);
  const { plainHttp } = environment.registryAccess;
  return { client: new RegistryClient({ registry, http, credentials, plainHttp }), credentials };
}

/** @throws EdkError `platform.notConfigured`. */
export function connectToPlatform(edk: EdkContext): PlatformConnection {
  const { settings, http } = edk;
  if (settings.platformUrl === undefined) {
    throw new EdkError('platform.notConfigured', 'No platform is configured and no local platform runs.');
  }
  const { platformUrl: baseUrl, platformDeadlineMs: deadline, platformProject: project } = settings;
  // The slower answers, such as an upload's, keep their own deadlines.
  const pace = deadline === undefined ? undefined : { healthDeadlineMs: deadline, readDeadlineMs: deadline };
  const uploads = createUploadRecords(settings.folders.state, baseUrl);
  const signIn = createAuthorizer(signInParts(edk));
  // Read for each call: a local platform that was restarted has another token.
  const authorize: Authorizer = async (signal) =>
    (await localPlatformHeaders(settings.folders.state, baseUrl)) ?? (await signIn(signal));
  return { baseUrl, http, pace, project, uploads, authorize };
}
