import { EdkError } from '../../errors/edkError.ts';
import type { HttpClient } from '../../http/httpClient.ts';
import { whyWithheld } from '../../http/credentialRule.ts';
import type { Environment } from '../../settings/environment.ts';
import type { Settings } from '../../settings/settings.ts';
import type { AuthorizerParts } from '../../signIn/createAuthorizer.ts';
import { sessionSchema, type SessionStore, createSessionFile } from '../../signIn/session.ts';
import { parseJson } from '../../text/parseJson.ts';

/** Kaapana's default realm and client. A platform's setup and environment variables can change both. */
const usualRealm = '/auth/realms/kaapana';
const usualClient = 'kaapana';

interface SignInSources {
  readonly settings: Settings;
  readonly environment: Environment;
  readonly http: HttpClient;
  readonly session?: SessionStore | undefined;
}

/**
 * How to sign in to the configured platform.
 *
 * @throws EdkError `platform.notConfigured`; `platform.notSignedIn` if credentials from the environment would be sent
 * to an address that only a project names.
 */
export function signInParts(sources: SignInSources): AuthorizerParts {
  const { settings, environment, http, session: kept } = sources;
  const { platformUrl, platformProject: project, folders } = settings;
  if (platformUrl === undefined) throw new EdkError('platform.notConfigured', 'No platform is configured.');
  const { token, user, password, clientSecret, session, issuer, clientId } = environment.signIn;
  const hasCredentials = [token, password, clientSecret, session].some((secret) => secret !== undefined);
  if (hasCredentials) requireTrustedPlatform(sources, 'Credentials of the environment are');
  const store = kept ?? (session === undefined ? createSessionFile(folders.state, platformUrl) : keepInMemory(session));
  return {
    issuer: issuer ?? new URL(usualRealm, platformUrl).href,
    clientId: clientId ?? usualClient,
    credentials: { token, user, password, clientSecret },
    store: guard(store, sources),
    http,
    project,
  };
}

/**
 * Whether secrets may be sent to the configured platform.
 *
 * @param what names the secret in the message, including the verb.
 * @throws EdkError `platform.notSignedIn`.
 */
export function requireTrustedPlatform(
  { settings, environment }: Pick<SignInSources, 'settings' | 'environment'>,
  what: string,
): void {
  if (settings.platformUrl === undefined) return;
  const url = new URL(settings.platformUrl);
  const namedBy = settings.platformUrlFromProject ? 'project' : 'user';
  const why = whyWithheld({ url, givenFor: url, namedBy, plainHttp: environment.registryAccess.plainHttp });
  if (why === undefined) return;
  throw new EdkError('platform.notSignedIn', `${what} not sent to ${settings.platformUrl}: ${why}.`, {
    remedy:
      namedBy === 'project'
        ? 'Set the platform yourself, with KUBE_HELM_URL or --platform-url.'
        : `Use its https address, or allow plain http with EDK_PLAIN_HTTP=${url.host}.`,
  });
}

/** Hands out a stored sign-in only if it may be sent to the configured platform. */
function guard(store: SessionStore, sources: SignInSources): SessionStore {
  return {
    ...store,
    async read() {
      const session = await store.read();
      if (session !== undefined) requireTrustedPlatform(sources, 'Your sign-in is');
      return session;
    },
  };
}

/** A sign-in from the editor stays in this process: the editor renews its own. */
function keepInMemory(given: string): SessionStore {
  let current = parseJson(given, sessionSchema);
  return {
    read: () => Promise.resolve(current),
    write: (session) => {
      current = session;
      return Promise.resolve();
    },
    remove: () => {
      current = undefined;
      return Promise.resolve();
    },
  };
}
