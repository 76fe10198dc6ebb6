import assert from 'node:assert/strict';
import { createRedirects } from '../../../../src/extension/signIn/redirects.ts';
import { createSecretSession, firstOf, type Secrets } from '../../../../src/extension/signIn/secretSession.ts';

const platformUrl = 'https://kaapana.example.org/kube-helm-api';
const session = {
  issuer: 'https://kaapana.example.org/auth/realms/kaapana',
  clientId: 'kaapana',
  accessToken: 'token',
};

function createSecrets(): Secrets & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    get: (key) => Promise.resolve(kept.get(key)),
    store: (key, value) => Promise.resolve(void kept.set(key, value)),
    delete: (key) => Promise.resolve(void kept.delete(key)),
  };
}

describe('sign-in from the editor', () => {
  it('goes on with the address whose state is its own', async () => {
    const redirects = createRedirects();
    const waiting = redirects.waitFor('mine', new AbortController().signal);
    redirects.handle('code=stolen&state=other');
    redirects.handle('code=right&state=mine');
    assert.equal((await waiting).get('code'), 'right');
  });

  it('ends when it is cancelled', async () => {
    const end = new AbortController();
    const waiting = createRedirects().waitFor('mine', end.signal);
    end.abort();
    await assert.rejects(waiting, { name: 'AbortError' });
  });

  it('is kept in the secret storage by the host of the platform', async () => {
    const secrets = createSecrets();
    await createSecretSession(secrets, platformUrl).write(session);
    assert.deepEqual(await createSecretSession(secrets, 'https://kaapana.example.org/other').read(), session);
    assert.equal(await createSecretSession(secrets, 'https://other.example.org').read(), undefined);
  });

  it('is renewed where it is kept, and forgotten everywhere', async () => {
    const [first, second] = [createSecrets(), createSecrets()];
    await createSecretSession(second, platformUrl).write(session);
    const both = firstOf([createSecretSession(first, platformUrl), createSecretSession(second, platformUrl)]);
    await both.write({ ...session, accessToken: 'renewed' });
    assert.equal((await both.read())?.accessToken, 'renewed');
    assert.equal(first.kept.size, 0);
    await both.remove();
    assert.equal(second.kept.size, 0);
  });

  it('counts as absent when what is kept is damaged', async () => {
    const secrets = createSecrets();
    await createSecretSession(secrets, platformUrl).write(session);
    for (const key of secrets.kept.keys()) secrets.kept.set(key, '{');
    assert.equal(await createSecretSession(secrets, platformUrl).read(), undefined);
  });
});
