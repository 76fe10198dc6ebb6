import { z } from 'zod';
import { EdkError } from '../errors/edkError.ts';
import { allowsPlainHttp, whyWithheld } from '../http/credentialRule.ts';
import type { HttpAnswer, HttpClient } from '../http/httpClient.ts';
import { parseJson } from '../text/parseJson.ts';
import type { RegistryAddress } from './registryAddress.ts';

/** One way to sign in that an answer 401 offers. */
interface Challenge {
  /** In lower case. */
  readonly scheme: string;
  /** By their names in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
}

const item = /(?:[^,"]|"(?:[^"\\]|\\.)*")+/g;
const parameter = /^([\w!#$%&'*+.^`|~-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s"]*))$/;
const schemeFirst = /^([\w!#$%&'*+.^`|~-]+)(?:\s+(.*))?$/s;

/** The header WWW-Authenticate (RFC 9110, 11.6.1): several challenges, each with parameters, all joined by commas. */
function parseChallenges(header: string): Challenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  for (const [text] of header.matchAll(item)) {
    const part = text.trim();
    const [, scheme, rest = ''] = parameter.test(part) ? [] : (schemeFirst.exec(part) ?? []);
    if (scheme !== undefined) challenges.push({ scheme: scheme.toLowerCase(), parameters: new Map() });
    const [, name, quoted, plain] = parameter.exec(scheme === undefined ? part : rest.trim()) ?? [];
    const value = quoted?.replace(/\\(.)/g, '$1') ?? plain;
    if (name !== undefined && value !== undefined) challenges.at(-1)?.parameters.set(name.toLowerCase(), value);
  }
  return challenges;
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
  /** Of a token service, in place of user and password: it gives tokens for it. */
  readonly identityToken?: string | undefined;
}

interface ChallengedRequest {
  readonly address: RegistryAddress;
  readonly credentials: Credentials | undefined;
  /** What the request needs, where the challenge does not say: `repository:<name>:pull`. */
  readonly scope: string | undefined;
  readonly plainHttp: readonly string[];
  readonly http: HttpClient;
  readonly signal: AbortSignal;
  readonly deadlineMs: number;
}

/** Services send an empty one of the two names along. */
const tokenSchema = z
  .object({ token: z.string().nullish(), access_token: z.string().nullish() })
  .transform(({ token, access_token: other }) => (token === '' ? undefined : token) ?? other ?? '')
  .pipe(z.string().regex(/^[\x21-\x7e]+$/));

const longestToken = 1024 * 1024;

/**
 * The header Authorization that answers a registry's challenge (header WWW-Authenticate of its answer 401); undefined
 * when there is no answer to it.
 *
 * @throws EdkError `registry.refused` when the credentials would have to go where they must not.
 */
export async function answerChallenge(header: string, request: ChallengedRequest): Promise<string | undefined> {
  const challenges = parseChallenges(header);
  const bearer = challenges.find(({ scheme, parameters }) => scheme === 'bearer' && realmOf(parameters) !== undefined);
  if (bearer !== undefined) return fetchToken(bearer, request);
  const { credentials } = request;
  const offersBasic = challenges.some(({ scheme }) => scheme === 'basic');
  if (!offersBasic || credentials === undefined || credentials.identityToken !== undefined) return undefined;
  return basicHeader(credentials);
}

function realmOf(parameters: Challenge['parameters']): URL | undefined {
  const realm = parameters.get('realm') ?? '';
  return URL.canParse(realm) && /^https?:/i.test(realm) ? new URL(realm) : undefined;
}

/** The token service of the distribution specification, and its OAuth 2 face for identity tokens. */
async function fetchToken({ parameters }: Challenge, request: ChallengedRequest): Promise<string | undefined> {
  const realm = realmOf(parameters);
  if (realm === undefined) return undefined;
  requireTrusted(realm, request);
  const named = parameters.get('scope') ?? '';
  const asked = { service: parameters.get('service'), scope: named === '' ? request.scope : named };
  const answer = await askTokenService(realm, asked, request);
  if (answer.status !== 200) return undefined;
  const token = parseJson(answer.text(), tokenSchema);
  return token === undefined ? undefined : `Bearer ${token}`;
}

interface TokenQuestion {
  readonly service: string | undefined;
  readonly scope: string | undefined;
}

function askTokenService(
  realm: URL,
  { service, scope }: TokenQuestion,
  { credentials, http, signal, deadlineMs }: ChallengedRequest,
): Promise<HttpAnswer> {
  const common = { signal, deadlineMs, maximumAnswerBytes: longestToken };
  const parts = Object.entries({ service, scope }).filter((part): part is [string, string] => part[1] !== undefined);
  if (credentials?.identityToken !== undefined) {
    const form = new URLSearchParams(parts);
    form.set('grant_type', 'refresh_token');
    form.set('refresh_token', credentials.identityToken);
    form.set('client_id', 'kaapana-edk');
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return http.send({ ...common, method: 'POST', url: realm, headers, body: form.toString() });
  }
  const url = new URL(realm);
  for (const [name, value] of parts) url.searchParams.set(name, value);
  if (credentials !== undefined) url.searchParams.set('account', credentials.username);
  const headers = credentials === undefined ? {} : { authorization: basicHeader(credentials) };
  return http.send({ ...common, method: 'GET', url, headers });
}

/**
 * A registry may leave signing in to another host, as Docker Hub does. Unencrypted that is only allowed for the
 * registry's own host, and only where the registry itself is reached like that.
 */
function requireTrusted(realm: URL, { address, credentials, plainHttp }: ChallengedRequest): void {
  if (credentials === undefined) return;
  const isOwnHost = address.api.protocol === 'http:' && realm.hostname === address.api.hostname;
  const allowed = isOwnHost && !allowsPlainHttp(plainHttp, realm.host) ? [...plainHttp, realm.host] : plainHttp;
  const why = whyWithheld({ url: realm, givenFor: realm, namedBy: 'user', plainHttp: allowed });
  if (why === undefined) return;
  throw new EdkError(
    'registry.refused',
    `The registry ${address.name} uses ${realm.host} to sign in. Your credentials are not sent there: ${why}.`,
    { remedy: `Let the registry name an https address, or allow plain http with EDK_PLAIN_HTTP=${realm.host}.` },
  );
}

function basicHeader({ username, password }: Credentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
