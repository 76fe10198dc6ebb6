import assert from 'node:assert/strict';
import { proxyFor } from '../../../../src/core/http/proxies.ts';

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
    ['fd00::1', 'http://[fd00:0:0::1]:8000/', 'direct'],
    ['[fd00::1]:8000', 'http://[fd00::1]:8000/', 'direct'],
    ['[fd00::1]:8000', 'http://[fd00::1]:8001/', 'proxy'],
    ['fd00::/8', 'http://[fd12::1]/', 'direct'],
    ['[fd00::]/8', 'http://[fd12::1]/', 'direct'],
    ['fd00::/8', 'http://[fe12::1]/', 'proxy'],
    ['', 'http://127.0.0.2/', 'direct'],
    ['10.0.0.0/8', 'http://10.1.2.3/', 'direct'],
    ['a,10.0.0.0/8', 'http://11.1.2.3/', 'proxy'],
    ['10.1.2.3/8', 'http://10.9.9.9/', 'direct'],
    ['192.168.1.0/25', 'http://192.168.1.127/', 'direct'],
    ['192.168.1.0/25', 'http://192.168.1.128/', 'proxy'],
    ['0.0.0.0/0', 'http://8.8.8.8/', 'direct'],
    ['10.0.0.0/33', 'http://10.0.0.1/', 'proxy'],
    ['10.0.0.0/', 'http://10.0.0.1/', 'proxy'],
    ['10.0.0.0/x', 'http://10.0.0.1/', 'proxy'],
    ['10.0.0.0/8', 'http://10.example.org/', 'proxy'],
    ['fd00::/8', 'http://10.0.0.1/', 'proxy'],
    ['0.0.1', 'http://10.0.0.1/', 'proxy'],
    ['10.0.0.1', 'http://10.0.0.1:80/', 'direct'],
    ['10.0.0.1:81', 'http://10.0.0.1/', 'proxy'],
    ['example.org.', 'http://example.org/', 'direct'],
    ['example.org', 'http://example.org./', 'direct'],
  ];
  for (const [no, url, way] of cases) {
    it(`with no_proxy "${no}" goes to ${url} ${way === 'direct' ? 'directly' : 'through the proxy'}`, () => {
      assert.equal(proxyFor(new URL(url), { http, https, no }), way === 'direct' ? undefined : http);
    });
  }
});
