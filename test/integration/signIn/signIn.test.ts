import assert from 'node:assert/strict';
import { statSync, readdirSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import { createHttpClient } from '../../../src/core/http/httpClient.ts';
import {
  createAuthorizer,
  type AuthorizerParts,
  type GivenCredentials,
} from '../../../src/core/signIn/createAuthorizer.ts';
import { createSessionFile } from '../../../src/core/signIn/session.ts';
import { signInWithLoopback } from '../../../src/core/signIn/browserSignIn.ts';
import { rejection } from '../../support/rejection.ts';
import { startIssuer, testClient, testUser, type TestIssuer } from '../../support/signIn/startIssuer.ts';
import { useTemporaryFolder } from '../../support/temporaryFolder.ts';

const platformUrl = 'https://kaapana.example.org/kube-helm-api';
const nothing: GivenCredentials = { token: undefined, user: undefined, password: undefined, clientSecret: undefined };
const { signal } = new AbortController();

describe('sign-in with a real OpenID Connect server', () => {
  const folder = useTemporaryFolder();
  const http = createHttpClient({ http: undefined, https: undefined, no: undefined });
  let issuer: TestIssuer;

  beforeEach(async () => {
    issuer = await startIssuer();
  });
  afterEach(() => issuer.stop());
  after(() => http.close());

  const store = () => createSessionFile(folder.path, platformUrl);

  function authorizer(credentials: Partial<GivenCredentials> = {}, changes: Partial<AuthorizerParts> = {}) {
    return createAuthorizer({
      issuer: issuer.issuer,
      clientId: testClient.id,
      credentials: { ...nothing, ...credentials },
      store: store(),
      http,
      project: undefined,
      ...changes,
    });
  }

  async function signInAsPerson() {
    let back: Promise<number> | undefined;
    const session = await signInWithLoopback(
      { issuer: issuer.issuer, clientId: testClient.id },
      { http, signal, show: (url) => void (back = issuer.signInAsPerson(url)) },
    );
    assert.equal(await back, 200);
    return session;
  }

  it('signs a person in with the browser, keeps that in a file for the person alone, and uses it', async () => {
    const session = await signInAsPerson();
    assert.deepEqual(issuer.grants, ['authorization_code']);
    await store().write(session);
    const [name = ''] = readdirSync(join(folder.path, 'sign-in'));
    assert.equal(statSync(join(folder.path, 'sign-in', name)).mode & 0o777, 0o600);
    assert.deepEqual(await authorizer()(signal), { authorization: `Bearer ${session.accessToken}` });
    assert.deepEqual(issuer.grants, ['authorization_code']);
  });

  it('renews a token before it ends, once for many calls, and keeps the new one', async () => {
    const session = await signInAsPerson();
    const project = { id: '1', name: 'admin' };
    await store().write({ ...session, expiresAt: Date.now() + 30_000, project });
    const authorize = authorizer();
    const headers = await Promise.all([authorize(signal), authorize(signal), authorize(signal)]);
    assert.deepEqual(issuer.grants, ['authorization_code', 'refresh_token']);
    const kept = await store().read();
    assert.notEqual(kept?.accessToken, session.accessToken);
    assert.deepEqual(kept?.project, project);
    for (const header of headers) assert.equal(header['authorization'], `Bearer ${kept.accessToken}`);
  });

  it('takes what another process has renewed, when its own token has lost its worth', async () => {
    const session = await signInAsPerson();
    const stale = { ...session, expiresAt: Date.now() - 1, refreshToken: 'used-up' };
    const fresh = { ...session, accessToken: 'fresh' };
    const answers = [stale, fresh];
    const shared = { ...store(), read: () => Promise.resolve(answers.length > 1 ? answers.shift() : answers[0]) };
    assert.deepEqual(await authorizer({}, { store: shared })(signal), { authorization: 'Bearer fresh' });
  });

  it('says that the sign-in has ended when it cannot be renewed', async () => {
    const session = await signInAsPerson();
    await store().write({ ...session, expiresAt: Date.now() - 1, refreshToken: 'used-up' });
    const error = await rejection(authorizer()(signal), 'platform.notSignedIn');
    assert.match(error.detail ?? '', /invalid_grant/);
    assert.match(error.remedy, /edk platform login/);
  });

  it('signs a program in with user and password, again when the token ends', async () => {
    await issuer.stop();
    issuer = await startIssuer({ tokenSeconds: 30 });
    const authorize = authorizer({ user: testUser.user, password: testUser.password });
    assert.match((await authorize(signal))['authorization'] ?? '', /^Bearer .+/);
    await authorize(signal);
    assert.deepEqual(issuer.grants, ['password', 'password']);
    assert.equal(await store().read(), undefined);
  });

  it('says what the server says of a wrong password, and not the password', async () => {
    const error = await rejection(authorizer({ user: 'kaapana', password: 'wr0ng' })(signal), 'platform.notSignedIn');
    assert.match(error.detail ?? '', /invalid_grant: Invalid user credentials/);
    assert.ok(!JSON.stringify([error.message, error.detail, error.remedy, String(error.cause)]).includes('wr0ng'));
  });

  it('signs a program in as the client itself', async () => {
    const authorize = authorizer({ clientSecret: testClient.secret }, { clientId: 'program' });
    assert.match((await authorize(signal))['authorization'] ?? '', /^Bearer .+/);
    assert.deepEqual(issuer.grants, ['client_credentials']);
  });

  it('uses a token as it is given, with the project in a cookie', async () => {
    const project = { id: 'p', name: 'Größe' };
    assert.deepEqual(await authorizer({ token: 'given' }, { project })(signal), {
      authorization: 'Bearer given',
      cookie: 'Project=%7B%22id%22%3A%22p%22%2C%22name%22%3A%22Gr%C3%B6%C3%9Fe%22%7D',
    });
    assert.deepEqual(issuer.grants, []);
  });

  it('sends nothing where nobody has signed in', async () => {
    assert.deepEqual(await authorizer()(signal), {});
  });

  it('does not use a file that others can read', async () => {
    await store().write(await signInAsPerson());
    const [name = ''] = readdirSync(join(folder.path, 'sign-in'));
    chmodSync(join(folder.path, 'sign-in', name), 0o644);
    await rejection(authorizer()(signal), 'platform.notSignedIn');
  });

  it('is not taken in by a redirect with another state', async () => {
    const cancel = new AbortController();
    const waiting = signInWithLoopback(
      { issuer: issuer.issuer, clientId: testClient.id },
      {
        http,
        signal: cancel.signal,
        show: (url) => {
          const back = new URL(new URL(url).searchParams.get('redirect_uri') ?? '');
          back.search = '?code=stolen&state=other';
          void fetch(back).then(({ status }) => cancel.abort(new Error(`answered ${status}`)));
        },
      },
    );
    await assert.rejects(waiting, /answered 404/);
  });

  it('names an issuer without encryption, or none at all, as the mistake', async () => {
    const loopback = { http, signal, show: () => undefined };
    const insecure = { issuer: 'http://kaapana.example.org/auth/realms/kaapana', clientId: 'kaapana' };
    await rejection(signInWithLoopback(insecure, loopback), 'settings.invalid');
    const nobody = { issuer: `${issuer.issuer}/nowhere`, clientId: 'kaapana' };
    await rejection(signInWithLoopback(nobody, loopback), 'platform.notSignedIn');
  });
});
