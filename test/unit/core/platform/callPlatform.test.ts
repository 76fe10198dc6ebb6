import assert from 'node:assert/strict';
import { createHttpClient } from '../../../../src/core/http/httpClient.ts';
import {
  checkHealth,
  chartStatus,
  listExtensions,
  requestUninstall,
} from '../../../../src/core/platform/platformApi.ts';
import type { ErrorCode } from '../../../../src/core/errors/catalogue.ts';
import { extensionAnswer } from '../../../support/platformAnswers.ts';
import { rejection } from '../../../support/rejection.ts';
import type { ScriptedAnswer } from '../../../support/startScriptedServer.ts';
import { quickPace, usePlatform } from '../../../support/usePlatform.ts';

const signal = new AbortController().signal;
const loginPage = '<!DOCTYPE html><html><head><title>Sign in</title></head><body>Kaapana login</body></html>';

describe('a platform that does not answer as it should', () => {
  const start = usePlatform();

  const faults: Record<string, [answer: ScriptedAnswer, code: ErrorCode, message: RegExp, detail?: RegExp]> = {
    'JSON error': [
      { status: 500, body: { detail: 'Failed to get extensions' } },
      'platform.failed',
      /answered GET \/extensions with 500/,
      /^Failed to get extensions$/,
    ],
    'text error': [{ status: 500, body: 'Internal Server Error' }, 'platform.failed', /500/, /^Internal Server Error$/],
    'list of problems': [
      { status: 422, body: { detail: [{ loc: ['query', 'release_name'], msg: 'Field required' }] } },
      'platform.failed',
      /422/,
      /^query\.release_name: Field required$/,
    ],
    'error page of a proxy': [
      { status: 502, body: '<html><body><h1>Bad Gateway</h1></body></html>' },
      'platform.failed',
      /502/,
      /^Bad Gateway$/,
    ],
    'login page': [{ body: loginPage }, 'platform.notSignedIn', /web page/, /Kaapana login/],
    'redirect to a login': [
      { status: 302, headers: { location: 'https://login.example.org/auth?state=secret' } },
      'platform.notSignedIn',
      /to https:\/\/login\.example\.org\/auth\.$/,
    ],
    refusal: [{ status: 401, body: { detail: 'No token' } }, 'platform.notSignedIn', /401/, /No token/],
    'address of something else': [
      { status: 404, body: { detail: 'Not Found' } },
      'platform.badAnswer',
      /no platform API/,
    ],
    'web page of something else': [{ status: 404, body: loginPage }, 'platform.badAnswer', /no platform API/],
    'cut JSON': [{ body: '[{"chart_name": "lung' }, 'platform.badAnswer', /is not JSON/, /^\[\{"chart_name": "lung$/],
    'other JSON': [{ body: { extensions: [] } }, 'platform.badAnswer', /cannot be read/, /extensions/],
    'cut connection': [{ body: '[]', missingBytes: 9 }, 'platform.unreachable', /cannot be reached/],
    'hanging server': [{ hang: true }, 'platform.timeout', /did not answer GET \/extensions within 0\.1 s/],
  };
  for (const [title, [answer, code, message, detail]] of Object.entries(faults)) {
    it(`is explained: ${title}`, async () => {
      const { platform } = await start({ 'GET /extensions': answer }, { readDeadlineMs: 100, tries: 1 });
      const error = await rejection(listExtensions(platform, signal), code);
      assert.match(error.message, message);
      assert.match(error.message, /127\.0\.0\.1|platform's/);
      if (detail !== undefined) assert.match(error.detail ?? '', detail);
    });
  }

  it('is explained: nobody listens', async () => {
    const { platform, server } = await start({});
    await server.stop();
    const error = await rejection(
      listExtensions({ ...platform, addressSource: 'edk.yaml', pace: { ...quickPace, tries: 1 } }, signal),
      'platform.unreachable',
    );
    assert.match(error.remedy, /The address comes from edk\.yaml/);
    assert.match(error.message, /http:\/\/127\.0\.0\.1:\d+ cannot be reached/);
    assert.match(error.detail ?? '', /ECONNREFUSED/);
  });

  it('is quoted shortly, without control characters', async () => {
    const { platform } = await start({ 'GET /extensions': { status: 500, body: `\u001b[31m${'long '.repeat(500)}` } });
    const { detail = '' } = await rejection(listExtensions(platform, signal), 'platform.failed');
    assert.ok(detail.length <= 401);
    assert.doesNotMatch(detail, /\p{Cc}/u);
  });

  it('is asked again when that is harmless', async () => {
    const { platform, server } = await start({
      'GET /extensions': [{ status: 500 }, { dropAfterBytes: 0 }, { body: [extensionAnswer()] }],
    });
    assert.equal((await listExtensions(platform, signal)).extensions.length, 1);
    assert.equal(server.requests.length, 3);
  });

  it('is not asked again to change something', async () => {
    const { platform, server } = await start({ 'POST /helm-delete-chart': { status: 503 } });
    const request = { releaseName: 'lung', version: '1.0.0', multiInstallable: false, hooks: 'run' } as const;
    await rejection(requestUninstall(platform, request, signal), 'platform.failed');
    assert.equal(server.requests.length, 1);
  });

  it('gets nothing of what another host shall not see', async () => {
    const other = await start({ 'GET /extensions': { body: [] } });
    const { platform } = await start({
      'GET /extensions': { status: 307, headers: { location: `${other.server.url}/extensions` } },
    });
    const withToken = { ...platform, headers: { authorization: 'Bearer secret' } };
    const error = await rejection(listExtensions(withToken, signal), 'platform.notSignedIn');
    assert.doesNotMatch(`${error.message} ${error.detail ?? ''}`, /secret/);
    assert.deepEqual(other.server.requests, []);
  });

  it('does not hold up a cancelled call', async () => {
    const { platform } = await start({ 'GET /extensions': { hang: true } });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 5);
    await assert.rejects(listExtensions(platform, controller.signal), { name: 'AbortError' });
  });
});

describe('the address of a platform', () => {
  const start = usePlatform();

  for (const suffix of ['/kube-helm-api', '/kube-helm-api/', '/deep/er/kube-helm-api//']) {
    it(`may end in ${suffix}`, async () => {
      const path = `${suffix.replace(/\/+$/, '')}/health-check`;
      const { platform, server } = await start({ [`GET ${path}`]: { body: 'Kube-Helm api is up and running!' } });
      await checkHealth({ ...platform, baseUrl: server.url + suffix }, signal);
      assert.deepEqual(server.calls(), [`GET ${path}`]);
    });
  }

  for (const baseUrl of ['', 'kaapana.example.org', 'ftp://kaapana.example.org']) {
    it(`must be a web address: "${baseUrl}"`, async () => {
      const http = createHttpClient({ http: undefined, https: undefined, no: undefined });
      await rejection(listExtensions({ baseUrl, http }, signal), 'settings.invalid');
      await http.close();
    });
  }

  it('is not believed when a web server answers everything', async () => {
    const { platform } = await start({ 'GET /health-check': { body: 'It works' } });
    await rejection(checkHealth(platform, signal), 'platform.badAnswer');
  });

  it('never makes a release absent when it is wrong', async () => {
    const { platform } = await start({});
    await rejection(chartStatus(platform, 'lung', signal), 'platform.badAnswer');
  });
});
