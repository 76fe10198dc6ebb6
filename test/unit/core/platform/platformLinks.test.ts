import assert from 'node:assert/strict';
import { documentationUrl, releaseUrl, registryUiLink } from '../../../../src/core/platform/platformLinks.ts';

describe('releaseUrl', () => {
  const platform = 'https://kaapana.example.org:8443/kube-helm-api';
  for (const [link, url] of [
    ['/edk/', 'https://kaapana.example.org:8443/edk/'],
    [':32321', 'https://kaapana.example.org:32321/'],
    [':32321/a', 'https://kaapana.example.org:32321/a'],
    ['http://other.example.org/x', 'http://other.example.org/x'],
    ['javascript:alert(1)', undefined],
    ['command:workbench.action.quit', undefined],
    ['file:///etc/passwd', undefined],
  ] as const) {
    it(`makes ${url ?? 'nothing'} of ${link}`, () => assert.equal(releaseUrl(platform, link), url));
  }
  it('makes nothing without a platform', () => assert.equal(releaseUrl('', '/edk/'), undefined));
});

describe('documentationUrl', () => {
  it('finds pages of the documentation, and leaves addresses as they are', () => {
    const page = 'user_guide/extensions.html#jupyterlab';
    assert.equal(documentationUrl(page), `https://kaapana.readthedocs.io/en/latest/${page}`);
    assert.equal(documentationUrl('https://example.org/a'), 'https://example.org/a');
    assert.equal(documentationUrl('vscode://x'), undefined);
  });
});

describe('registryUiLink', () => {
  const having = (...links: string[]) => ({ releases: [{ links }] });

  it('finds the pages among the links of the releases', () => {
    assert.equal(
      registryUiLink([having('/jupyterlab/'), having('/edk/', '/local-registry-ui/')]),
      '/local-registry-ui/',
    );
  });

  it('knows none where no release has them', () => {
    assert.equal(registryUiLink([having('/edk/', '/my-local-registry-ui-notes/'), { releases: [] }]), undefined);
  });
});
