import assert from 'node:assert/strict';
import { whyWithheld, type CredentialRoute, readNetworkPlace } from '../../../../src/core/http/credentialRule.ts';

const plainHttp = ['lab.example.org:5000', 'plain.example.org'];

describe('whyWithheld', () => {
  const cases: readonly [url: string, givenFor: string, namedBy: CredentialRoute['namedBy'], why: RegExp | 'goes'][] = [
    ['https://a.example.org/api', 'https://a.example.org/', 'user', 'goes'],
    ['https://a.example.org:443/api', 'https://a.example.org/', 'user', 'goes'],
    ['https://A.example.org/', 'https://a.EXAMPLE.org/', 'user', 'goes'],
    ['https://a.example.org/', 'https://a.example.org/', 'project', /only an edk\.yaml/],
    ['http://127.0.0.1:1/', 'http://127.0.0.1:1/', 'project', /only an edk\.yaml/],
    ['https://b.example.org/', 'https://a.example.org/', 'user', /given for a\.example\.org/],
    ['https://a.example.org:444/', 'https://a.example.org/', 'user', /given for/],
    ['https://a.example.org.evil.example/', 'https://a.example.org/', 'user', /given for/],
    ['https://user@b.example.org/', 'https://user.a.example.org/', 'user', /given for/],
    ['http://a.example.org/', 'http://a.example.org/', 'user', /not encrypted.*a\.example\.org:80/],
    // Given for https: the same host without encryption is another place.
    ['http://a.example.org/', 'https://a.example.org/', 'user', /given for/],
    ['http://lab.example.org:5000/', 'http://lab.example.org:5000/', 'user', 'goes'],
    ['http://lab.example.org:5001/', 'http://lab.example.org:5001/', 'user', /not encrypted/],
    ['http://plain.example.org/', 'http://plain.example.org/', 'user', 'goes'],
    ['http://plain.example.org:81/', 'http://plain.example.org:81/', 'user', /not encrypted/],
    ['http://localhost:1/', 'http://localhost:1/', 'user', 'goes'],
    ['http://127.8.9.10:1/', 'http://127.8.9.10:1/', 'user', 'goes'],
    ['http://[::1]:1/', 'http://[::1]:1/', 'user', 'goes'],
    ['http://127.0.0.1.example.org/', 'http://127.0.0.1.example.org/', 'user', /not encrypted/],
    ['http://api.services.svc:80/', 'http://api.services.svc/', 'user', 'goes'],
    ['http://api.svc.example.org/', 'http://api.svc.example.org/', 'user', /not encrypted/],
    ['ftp://a.example.org/', 'ftp://a.example.org/', 'user', /not encrypted/],
  ];
  for (const [url, givenFor, namedBy, why] of cases) {
    it(`${url}, given for ${givenFor}, named by the ${namedBy}: ${why === 'goes' ? why : 'stays'}`, () => {
      const found = whyWithheld({ url: new URL(url), givenFor: new URL(givenFor), namedBy, plainHttp });
      if (why === 'goes') assert.equal(found, undefined);
      else assert.match(found ?? '', why);
    });
  }
});

describe('readNetworkPlace', () => {
  for (const [host, place] of [
    ['127.0.0.1', 'this machine'],
    ['localhost', 'this machine'],
    ['[::1]', 'this machine'],
    ['kube-helm-service.admin.svc', 'cluster'],
    ['kube-helm-service.admin.svc.cluster.local', 'cluster'],
    ['kaapana.example.org', 'elsewhere'],
    ['127.0.0.1.example.org', 'elsewhere'],
  ] as const) {
    it(`finds ${host} on ${place}`, () => assert.equal(readNetworkPlace(host), place));
  }
});
