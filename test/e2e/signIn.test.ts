import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { extensionAnswer } from '../support/platformAnswers.ts';
import { startIssuer, testUser, type TestIssuer } from '../support/signIn/startIssuer.ts';
import { startScriptedServer, type ScriptedServer } from '../support/startScriptedServer.ts';
import { useTemporaryFolder } from '../support/temporaryFolder.ts';
import { openBrowser } from '../support/workbench/openBrowser.ts';
import { openEditor, type Editor } from '../support/workbench/openEditor.ts';
import { packagedExtension } from '../support/workbench/packagedExtension.ts';
import { startCodeServer, type CodeServer } from '../support/workbench/startCodeServer.ts';

describe('signing in to a platform from the editor', () => {
  const folder = useTemporaryFolder();
  let issuer: TestIssuer;
  let platform: ScriptedServer;
  let server: CodeServer;
  let browser: Browser;
  let editor: Editor;

  beforeEach(async () => {
    issuer = await startIssuer({ redirects: 'any', host: '127.0.0.2' });
    // What stands before a real platform lets nobody in without a token.
    const withToken =
      (body: unknown) =>
      ({ headers }: { readonly headers: { readonly authorization?: string | undefined } }) =>
        /^Bearer \S+$/.test(headers.authorization ?? '') ? { body } : { status: 401, body: { detail: 'Unauthorized' } };
    platform = await startScriptedServer({
      'GET /kube-helm-api/health-check': { body: 'Kube-Helm api is up and running!' },
      'GET /kube-helm-api/extensions': withToken([extensionAnswer()]),
      'GET /aii/projects': withToken([{ id: '7', name: 'lung-study' }]),
    });
    const state = join(folder.path, 'state');
    server = await startCodeServer({
      trust: 'everything',
      extensions: [packagedExtension],
      environment: {
        EDK_STATE: state,
        EDK_CACHE: join(folder.path, 'cache'),
        KUBE_HELM_URL: `${platform.url}/kube-helm-api`,
        EDK_PLATFORM_ISSUER: issuer.issuer,
      },
    });
    browser = await openBrowser();
    const workspace = join(folder.path, 'projects');
    mkdirSync(workspace);
    editor = await openEditor(browser, { url: server.url, folder: workspace });
    await editor.openKaapana();
  });
  afterEach(async () => {
    await browser.close();
    await server.stop();
    await platform.stop();
    await issuer.stop();
  });

  /** The person follows the editor to the browser, and comes back. */
  async function signIn(): Promise<void> {
    await editor.row('Extensions', 'Sign In').click();
    await editor.quickInput.expect('Where should the sign-in be stored?');
    const opening = editor.page.context().waitForEvent('page');
    await editor.quickInput.choose(/secret storage/);
    // The workbench asks before it opens another site.
    await editor.page.getByRole('dialog').getByRole('button', { name: 'Open', exact: true }).click();
    const page = await opening;
    await page.getByPlaceholder('Enter any login').fill(testUser.user);
    await page.getByPlaceholder('and password').fill(testUser.password);
    await page.getByRole('button', { name: 'Sign-in' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await editor.notification('You are signed in to the platform.').waitFor();
  }

  it('leads through the browser and back, shows the extensions, and forgets the sign-in', async () => {
    await editor.row('Extensions', 'Not signed in').waitFor();
    await signIn();
    await editor.row('Extensions', 'Lung').waitFor();
    assert.deepEqual(issuer.grants, ['authorization_code']);
    assert.equal(existsSync(join(folder.path, 'state', 'sign-in')), false);
    await editor.takePictures('signed-in');

    await editor.runCommand('Kaapana: Sign Out of the Platform');
    await editor.notification('You are signed out of the platform.').waitFor();
    // Sooner than the view looks by itself.
    await editor.row('Extensions', 'Not signed in').waitFor({ timeout: 10_000 });
  });
});
