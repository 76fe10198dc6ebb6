import assert from 'node:assert/strict';
import { createHttpClient, HttpFailure } from '../../../src/core/http/httpClient.ts';
import type { ProxySettings } from '../../../src/core/settings/settings.ts';
import { rejection } from '../../support/rejection.ts';
import { startCertifiedServer, type CertifiedServer } from '../../support/startCertifiedServer.ts';
import { startHttpProxy, type HttpProxy } from '../../support/startHttpProxy.ts';
import { startScriptedServer, type ScriptedServer } from '../../support/startScriptedServer.ts';
import { useTemporaryFolder } from '../../support/temporaryFolder.ts';

/** Only the proxy knows where it is. */
const host = 'platform.test';

describe('a proxy between edk and the platform', () => {
  const folder = useTemporaryFolder();
  let platform: ScriptedServer;
  let secure: CertifiedServer;
  let proxy: HttpProxy;

  beforeEach(async () => {
    platform = await startScriptedServer({ 'POST /kube-helm-api/x': { body: 'plain' } });
    secure = await startCertifiedServer(folder.path, { host, answer: 'secure' });
    proxy = await startHttpProxy('edk:pass word');
  });

  afterEach(() => Promise.all([platform.stop(), secure.stop(), proxy.close()]));

  async function post(
    url: string,
    settings: Partial<ProxySettings>,
    certificate = secure.certificate,
  ): Promise<string> {
    const http = createHttpClient({ http: undefined, https: undefined, no: undefined, ...settings }, certificate);
    try {
      const { signal } = new AbortController();
      const answers = [];
      // The second one finds the connection of the first.
      for (const body of ['one', 'two']) {
        answers.push(await http.send({ method: 'POST', url: new URL(url), body, signal, deadlineMs: 10_000 }));
      }
      return answers.map((answer) => `${answer.status} ${answer.text()}`).join(', ');
    } finally {
      await http.close();
    }
  }

  const plainUrl = (): string => `http://${host}:${new URL(platform.url).port}/kube-helm-api/x`;
  const through = (user = 'edk:pass%20word') => `http://${user}@${proxy.address}`;

  it('is asked for http addresses, with the name and password of its address', async () => {
    const url = plainUrl();
    assert.equal(await post(url, { http: through() }), '200 plain, 200 plain');
    assert.deepEqual(proxy.asked, [`POST ${url}`, `POST ${url}`]);
    assert.deepEqual(
      platform.requests.map(({ body, headers }) => `${body.toString()} ${headers['proxy-authorization']}`),
      ['one undefined', 'two undefined'],
    );
  });

  it('is asked for one tunnel to a https address, whose certificate is checked', async () => {
    assert.equal(await post(secure.url, { https: through() }), '200 secure, 200 secure');
    assert.deepEqual(proxy.asked, [`CONNECT ${new URL(secure.url).host}`]);
  });

  it('hides no certificate that is for another host', async () => {
    const other = await startCertifiedServer(folder.path, { host, answer: 'secure', certified: 'localhost' });
    try {
      await assert.rejects(post(other.url, { https: through() }, other.certificate), /does not match certificate/);
      assert.equal(other.requests(), 0);
    } finally {
      await other.stop();
    }
  });

  it('is passed by for hosts in no_proxy', async () => {
    await assert.rejects(post(secure.url, { https: through(), no: host }), /getaddrinfo/);
    assert.deepEqual(proxy.asked, []);
  });

  it('is refused when it has no address, before anything is sent', async () => {
    for (const address of ['me:secret@proxy.site:3128', 'http://', 'socks5://proxy.site:1080']) {
      const error = await rejection(post(secure.url, { https: address }), 'settings.invalid');
      assert.match(error.message, /^The proxy address (does not start with http|is not an address|is neither http)/);
      assert.match(error.remedy, /http_proxy/);
      assert.doesNotMatch(error.message, /secret/);
    }
    assert.equal(secure.requests(), 0);
  });

  it('is named as what refuses, when it knows nobody of that name', async () => {
    for (const url of [secure.url, plainUrl()]) {
      await assert.rejects(post(url, { http: through('edk:wrong') }), (error) => {
        assert.ok(error instanceof HttpFailure);
        assert.equal(error.reason, 'connection');
        assert.match(error.message, /the proxy requires a user name and password \(status 407\)/);
        return true;
      });
    }
    assert.deepEqual([platform.requests.length, secure.requests()], [0, 0]);
  });
});
