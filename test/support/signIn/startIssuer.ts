import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider, errors, type Configuration, type KoaContextWithOIDC } from 'oidc-provider';

export interface TestIssuer {
  readonly issuer: string;
  /** Every token endpoint call's grant type. */
  readonly grants: readonly string[];
  signInAsPerson(url: string): Promise<number>;
  stop(): Promise<void>;
}

export const testUser = { user: 'kaapana', password: 'secret' };
export const testClient = { id: 'kaapana', secret: 'client-secret' };

interface IssuerOptions {
  readonly tokenSeconds?: number;
  /** `any`: those of an editor in a browser, whose query is another each time. Keycloak allows them by a wildcard. */
  readonly redirects?: 'loopback' | 'any';
  /** Another address of loopback: code-server leads what it opens at 127.0.0.1 through a proxy, without its path. */
  readonly host?: '127.0.0.1' | '127.0.0.2';
}

/** A real OpenID Connect server on loopback, with a public client for people and a secret one for programs. */
export async function startIssuer({
  tokenSeconds = 300,
  redirects = 'loopback',
  host = '127.0.0.1',
}: IssuerOptions = {}): Promise<TestIssuer> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const issuer = `http://${host}:${(server.address() as AddressInfo).port}`;
  const grants: string[] = [];
  const provider = quietly(() => new Provider(issuer, configuration(tokenSeconds)));
  if (redirects === 'any') provider.Client.prototype.redirectUriAllowed = () => true;
  addPasswordGrant(provider, tokenSeconds);
  provider.on('grant.success', (context: KoaContextWithOIDC) =>
    grants.push(String(context.oidc.params?.['grant_type'])),
  );
  const handle = provider.callback();
  server.on('request', (request, response) => {
    // Node's own comes from a clock that a test cannot set.
    response.setHeader('date', new Date(Date.now()).toUTCString());
    void handle(request, response);
  });
  return { issuer, grants, signInAsPerson, stop: () => stop(server) };
}

/** It warns that it is made for development: so it is here. */
function quietly<T>(work: () => T): T {
  /* eslint-disable no-console */
  const { warn } = console;
  console.warn = () => undefined;
  try {
    return work();
  } finally {
    console.warn = warn;
  }
  /* eslint-enable no-console */
}

function configuration(tokenSeconds: number): Configuration {
  return {
    clients: [
      {
        client_id: testClient.id,
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        redirect_uris: ['http://127.0.0.1/signed-in'],
        grant_types: ['authorization_code', 'refresh_token', 'password'],
      },
      {
        client_id: 'program',
        client_secret: testClient.secret,
        token_endpoint_auth_method: 'client_secret_post',
        redirect_uris: [],
        response_types: [],
        grant_types: ['client_credentials'],
      },
    ],
    pkce: { required: () => true },
    features: { clientCredentials: { enabled: true }, devInteractions: { enabled: true } },
    findAccount: (_context, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
    issueRefreshToken: () => Promise.resolve(true),
    ttl: {
      AccessToken: tokenSeconds,
      ClientCredentials: tokenSeconds,
      ...{ Interaction: 600, Session: 600, Grant: 600, RefreshToken: 600, IdToken: 600 },
    },
    // Keycloak's default, too: the old token is of no use afterwards.
    rotateRefreshToken: true,
  };
}

/** Keycloak's "direct access grant", which this server does not bring along. */
function addPasswordGrant(provider: Provider, tokenSeconds: number): void {
  provider.registerGrantType(
    'password',
    async (context) => {
      const { username, password } = { ...context.oidc.params };
      if (username !== testUser.user || password !== testUser.password) {
        throw new errors.CustomOIDCProviderError('invalid_grant', 'Invalid user credentials');
      }
      const token = new provider.AccessToken({
        accountId: testUser.user,
        client: context.oidc.client,
        scope: 'openid',
      } as never);
      context.body = { access_token: await token.save(), token_type: 'Bearer', expires_in: tokenSeconds };
    },
    ['username', 'password', 'scope'],
  );
}

/** Follows the sign-in page like a browser in which the person says yes, to the end: the redirect is fetched, too. */
export async function signInAsPerson(start: string): Promise<number> {
  const cookies = new Map<string, string>();
  let url = start;
  let form: URLSearchParams | undefined;
  for (let steps = 0; steps < 20; steps++) {
    const isBack = new URL(url).pathname === '/signed-in';
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
      ...(form === undefined ? {} : { method: 'POST', body: form }),
    });
    form = undefined;
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    if (isBack) return answer.status;
    const location = answer.headers.get('location');
    if (location !== null) {
      url = new URL(location, url).href;
      continue;
    }
    const page = await answer.text();
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? '';
    form = new URLSearchParams({ prompt, login: testUser.user, password: testUser.password });
    url = new URL(/action="([^"]+)"/.exec(page)?.[1] ?? url, url).href;
  }
  throw new Error(`The sign-in did not come to an end; the last page was ${url}.`);
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
