import { EdkError } from '../../errors/edkError.ts';
import type { HttpClient } from '../../http/httpClient.ts';
import type { Environment } from '../../settings/environment.ts';
import type { Settings } from '../../settings/settings.ts';
import type { AuthorizerParts } from '../../signIn/createAuthorizer.ts';
import { sessionSchema, type SessionStore } from '../../signIn/session.ts';
import { createSessionFile } from '../../signIn/sessionFile.ts';

/** Kaapana's names for its realm and client. Both can be changed when a platform is set up, and by the environment. */
const usualRealm = '/auth/realms/kaapana';
const usualClient = 'kaapana';

interface SignInSources {
  readonly settings: Settings;
  readonly environment: Environment;
  readonly http: HttpClient;
  readonly session?: SessionStore | undefined;
}

/**
 * How to sign in to the platform that is configured.
 *
 * @throws EdkError `platform.notConfigured`; `platform.notSignedIn` when credentials of the environment would go to an
 * address that only a project names.
 */
export function signInParts({ settings, environment, http, session: kept }: SignInSources): AuthorizerParts {
  const { platformUrl, platformUrlFromProject, platformProject: project, folders } = settings;
  if (platformUrl === undefined) throw new EdkError('platform.notConfigured', 'No platform is configured.');
  const { token, user, password, clientSecret, session, issuer, clientId } = environment.signIn;
  const hasCredentials = [token, password, clientSecret, session].some((secret) => secret !== undefined);
  if (hasCredentials && platformUrlFromProject) {
    throw new EdkError('platform.notSignedIn', `Credentials of the environment are not sent to ${platformUrl}.`, {
      detail: 'That address is named by an edk.yaml, which may come from anybody.',
      remedy: 'Name the platform yourself: KUBE_HELM_URL, or --platform-url.',
    });
  }
  return {
    issuer: issuer ?? new URL(usualRealm, platformUrl).href,
    clientId: clientId ?? usualClient,
    credentials: { token, user, password, clientSecret },
    store: kept ?? (session === undefined ? createSessionFile(folders.state, platformUrl) : keepInMemory(session)),
    http,
    project,
  };
}

/** What the editor handed on stays with this process: the editor renews its own. */
function keepInMemory(given: string): SessionStore {
  let current = sessionSchema.safeParse(parseJson(given)).data;
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
