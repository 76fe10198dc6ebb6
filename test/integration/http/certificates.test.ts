import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHttpClient, HttpFailure, readCertificates } from '../../../src/core/http/httpClient.ts';
import { checkHealth } from '../../../src/core/platform/platformApi.ts';
import { rejection } from '../../support/rejection.ts';
import { startCertifiedServer, type CertifiedServer } from '../../support/startCertifiedServer.ts';
import { startScriptedServer } from '../../support/startScriptedServer.ts';
import { useTemporaryFolder } from '../../support/temporaryFolder.ts';

const { signal } = new AbortController();
const direct = { http: undefined, https: undefined, no: undefined };

describe('a platform with a certificate of its own authority', () => {
  const folder = useTemporaryFolder();
  let server: CertifiedServer;
  let url: string;

  beforeEach(async () => {
    server = await startCertifiedServer(folder.path, { host: 'localhost', answer: 'Kube-Helm api is up and running!' });
    url = `${server.url}/some/prefix/kube-helm-api`;
  });

  afterEach(() => server.stop());

  it('is reached when the certificate is named', async () => {
    const http = createHttpClient(direct, await readCertificates(server.file));
    await checkHealth({ baseUrl: url, http }, signal);
    await http.close();
  });

  it('is not reached without, and the reason is said', async () => {
    const http = createHttpClient(direct);
    const error = await rejection(
      checkHealth({ baseUrl: url, http, pace: { tries: 1 } }, signal),
      'platform.unreachable',
    );
    assert.ok(error.cause instanceof HttpFailure);
    assert.match(error.detail ?? '', /self.signed/i);
    await http.close();
  });

  it('is no reason to take any file for certificates', async () => {
    const file = join(folder.path, 'notes.txt');
    writeFileSync(file, 'notes');
    assert.match(
      (await rejection(readCertificates(file), 'settings.invalid')).message,
      /notes\.txt contains no certificates/,
    );
    await rejection(readCertificates(join(folder.path, 'nowhere.pem')), 'settings.invalid');
  });

  it('sends the sign-in to no other host that it is redirected to', async () => {
    const other = await startScriptedServer({});
    const platform = await startScriptedServer({
      'GET /health-check': { status: 302, headers: { location: `${other.url}/login` } },
    });
    const http = createHttpClient(direct);
    const authorize = () => Promise.resolve({ authorization: 'Bearer secret' });
    const error = await rejection(
      checkHealth({ baseUrl: platform.url, http, authorize }, signal),
      'platform.notSignedIn',
    );
    assert.match(error.message, /redirects GET \/health-check to/);
    assert.equal(platform.requests[0]?.headers.authorization, 'Bearer secret');
    assert.deepEqual(other.requests, []);
    await Promise.all([http.close(), other.stop(), platform.stop()]);
  });
});
