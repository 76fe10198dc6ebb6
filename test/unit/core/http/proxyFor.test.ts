import assert from 'node:assert/strict';
import { proxyFor } from '../../../../src/core/http/proxyFor.ts';

const http = 'http://proxy:1';
const https = 'http://proxy:2';

describe('proxyFor', () => {
  it('takes the proxy of the scheme, for https without one that for http', () => {
    const both = { http, https, no: undefined };
    assert.equal(proxyFor(new URL('http://example.org/'), both), http);
    assert.equal(proxyFor(new URL('https://example.org/'), both), https);
    assert.equal(proxyFor(new URL('https://example.org/'), { ...both, https: undefined }), http);
    assert.equal(proxyFor(new URL('http://example.org/'), { ...both, http: undefined }), undefined);
    assert.equal(proxyFor(new URL('http://example.org/'), { ...both, http: '' }), undefined);
  });

  const cases: readonly [string, string, 'direct' | 'proxy'][] = [
    ['', 'http://example.org/', 'proxy'],
    ['', 'http://localhost:80/', 'direct'],
    ['', 'http://127.0.0.1:5000/', 'direct'],
    ['', 'http://[::1]/', 'direct'],
    ['', 'http://localhost.example.org/', 'proxy'],
    ['*', 'http://example.org/', 'direct'],
    ['example.org', 'http://example.org/', 'direct'],
    ['EXAMPLE.org', 'http://Example.ORG/', 'direct'],
    ['example.org', 'http://a.example.org/', 'direct'],
    ['.example.org', 'http://a.example.org/', 'direct'],
    ['*.example.org', 'http://a.example.org/', 'direct'],
    ['example.org', 'http://notexample.org/', 'proxy'],
    ['a.example.org', 'http://example.org/', 'proxy'],
    ['a, example.org b', 'http://example.org/', 'direct'],
    ['example.org:8080', 'http://example.org:8080/', 'direct'],
    ['example.org:8080', 'http://example.org/', 'proxy'],
    ['example.org:80', 'http://example.org/', 'direct'],
    ['[fd00::1]', 'http://[fd00::1]:8000/', 'direct'],
  ];
  for (const [no, url, way] of cases) {
    it(`with no_proxy "${no}" goes to ${url} ${way === 'direct' ? 'directly' : 'through the proxy'}`, () => {
      assert.equal(proxyFor(new URL(url), { http, https, no }), way === 'direct' ? undefined : http);
    });
  }
});
