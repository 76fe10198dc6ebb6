import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { useTemporaryFolder } from '../support/temporaryFolder.ts';
import { openBrowser } from '../support/workbench/openBrowser.ts';
import { openEditor } from '../support/workbench/openEditor.ts';
import { packagedExtension } from '../support/workbench/packagedExtension.ts';
import { startCodeServer, type CodeServer } from '../support/workbench/startCodeServer.ts';
import { writeWorkflowProject } from '../support/workflowProject.ts';

describe('the packaged extension where German is spoken', () => {
  const folder = useTemporaryFolder();
  let server: CodeServer;
  let browser: Browser;

  after(async () => {
    await browser.close();
    await server.stop();
  });

  it('speaks German in views, menus, questions and warnings', async () => {
    const workspace = join(folder.path, 'projects');
    await writeWorkflowProject(join(workspace, 'word-printer'), 'word-printer');
    server = await startCodeServer({
      trust: 'everything',
      extensions: [packagedExtension],
      environment: { EDK_STATE: join(folder.path, 'state'), EDK_CACHE: join(folder.path, 'cache') },
      locale: 'de',
    });
    browser = await openBrowser();
    const editor = await openEditor(browser, { url: server.url, folder: workspace, browser: { locale: 'de-DE' } });
    const { page, quickInput } = editor;
    await editor.openKaapana();
    await editor.row('Projekte', 'word-printer').waitFor();
    await editor.row('Extensions', 'Lokale Plattform starten').waitFor();
    await editor.takePictures('german');

    await editor.runCommand('Kaapana: Neue Workflow-Extension ...');
    await quickInput.title.filter({ hasText: 'Neue Workflow-Extension' }).waitFor();
    await quickInput.type('word-printer');
    await quickInput.message.filter({ hasText: /ist bereits vorhanden/ }).waitFor();
    await page.keyboard.press('Escape');

    await editor.row('Projekte', 'word-printer').click({ button: 'right' });
    for (const entry of ['Image bauen', 'Chart bauen', 'Im Explorer anzeigen']) {
      assert.equal(await page.getByRole('menuitem', { name: entry }).count(), 1, entry);
    }
    await page.keyboard.press('Escape');
  });
});
