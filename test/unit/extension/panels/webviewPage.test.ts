import assert from 'node:assert/strict';
import { webviewPage } from '../../../../src/extension/panels/webviewPage.ts';

const page = webviewPage({
  cspSource: 'https://*.example.org',
  nonce: 'abc123',
  script: 'https://a.example.org/form.js?"><script>',
  styles: ['https://a.example.org/form.css'],
  language: 'de',
});

function rulesOf(html: string): ReadonlyMap<string, string> {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
  return new Map(
    policy.split('; ').map((rule) => {
      const [name = '', ...sources] = rule.split(' ');
      return [name, sources.join(' ')];
    }),
  );
}

describe('webviewPage', () => {
  it('lets nothing run but the script with its nonce, and nothing be loaded from elsewhere', () => {
    assert.deepEqual(Object.fromEntries(rulesOf(page)), {
      'default-src': "'none'",
      'script-src': "'nonce-abc123'",
      'style-src': 'https://*.example.org',
      'font-src': 'https://*.example.org',
      'img-src': 'https://*.example.org data:',
      'base-uri': "'none'",
      'form-action': "'none'",
    });
  });

  it('has one script, none of it inline, and no address that leaves its attribute', () => {
    assert.equal(page.match(/<script\b/g)?.length, 1);
    const address = 'https://a.example.org/form.js?&quot;>&lt;script>';
    assert.ok(page.includes(`<script type="module" nonce="abc123" src="${address}"></script>`), page);
  });

  it('says which language it speaks', () => assert.match(page, /<html lang="de">/));
});
