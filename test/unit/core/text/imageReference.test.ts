import assert from 'node:assert/strict';
import { readReference, whyInvalidRegistry } from '../../../../src/core/text/imageReference.ts';

const digest = `sha256:${'0a'.repeat(32)}`;

describe('readReference', () => {
  const valid: readonly (readonly [string, string, string, (string | undefined)?, string?])[] = [
    ['debian', 'docker.io', 'library/debian'],
    ['debian:12-slim', 'docker.io', 'library/debian', '12-slim'],
    ['org/tool', 'docker.io', 'org/tool'],
    ['docker.io/debian', 'docker.io', 'library/debian'],
    ['index.docker.io/org/tool:1', 'docker.io', 'org/tool', '1'],
    ['local-only/base-python-cpu:latest', 'docker.io', 'local-only/base-python-cpu', 'latest'],
    ['localhost/x', 'localhost', 'x'],
    ['localhost:32000/x:1', 'localhost:32000', 'x', '1'],
    ['LAB/x', 'LAB', 'x'],
    ['registry.example.org/a/b_c/d__e/f---g.h:V_1.2-3', 'registry.example.org', 'a/b_c/d__e/f---g.h', 'V_1.2-3'],
    ['[fd00::1]:5000/x', '[fd00::1]:5000', 'x'],
    [`org/tool@${digest}`, 'docker.io', 'org/tool', undefined, digest],
    [`org/tool:1@${digest}`, 'docker.io', 'org/tool', '1', digest],
    [`org/tool:${'t'.repeat(128)}`, 'docker.io', 'org/tool', 't'.repeat(128)],
  ];
  for (const [text, registry, repository, tag, exact] of valid) {
    it(`reads ${text.slice(0, 60)}`, () => {
      const expected = { valid: true, reference: { registry, repository, tag, digest: exact } };
      assert.deepEqual(readReference(text), expected);
    });
  }

  const invalid = [
    '',
    'local-only/http://127.0.0.1:1/x',
    'local-only///127.0.0.1:1/x',
    'local-only/x?y',
    'local-only/x#y',
    'local-only/../x',
    'local-only/./x',
    'local-only/user@host/x',
    'local-only/a:b:c',
    'local-only/a:5000/b',
    'local-only/a\\b',
    'local-only/a%2fb',
    'local-only/a b',
    'local-only/a\nb',
    ' local-only/a',
    'http://127.0.0.1:1/x',
    '//127.0.0.1:1/x',
    '/x',
    'x/',
    'x:',
    'x@',
    ':1',
    'x:-1',
    'x:ä',
    'Tool',
    'org/Tool',
    'a..b',
    'a___b',
    '_a',
    'a-',
    'host:port/x',
    'host:123456/x',
    '-host.example/x',
    'host_name.example/x',
    '[::1/x',
    'user:secret@host.example/x',
    'x@sha256:12',
    `x@md5:${'0'.repeat(32)}`,
    `x@${digest}@${digest}`,
    `x@${digest}:1`,
    `x@${digest.toUpperCase()}`,
    '0'.repeat(64),
    'a'.repeat(256),
    `x:${'t'.repeat(129)}`,
    'x/'.repeat(2000),
    '-'.repeat(100_000),
  ];
  for (const text of invalid) {
    it(`refuses ${JSON.stringify(text.slice(0, 60))}`, () => assert.equal(readReference(text).valid, false));
  }
});

describe('whyInvalidRegistry', () => {
  for (const text of ['localhost:32000', 'localhost', 'registry.example.org/group/a-b', '[::1]:5000', 'lab:443']) {
    it(`takes ${text}`, () => assert.equal(whyInvalidRegistry(text), undefined));
  }
  for (const text of [
    '',
    'http://x.example',
    'lab',
    'x.example/',
    'x.example//a',
    'x.example/A',
    'u@x.example',
    'x y',
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => assert.notEqual(whyInvalidRegistry(text), undefined));
  }
});
