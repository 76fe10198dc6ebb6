import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { useTemporaryFolder } from '../support/temporaryFolder.ts';
import { openBrowser } from '../support/workbench/openBrowser.ts';
import { openEditor } from '../support/workbench/openEditor.ts';
import { packagedExtension } from '../support/workbench/packagedExtension.ts';
import { startCodeServer, type CodeServer } from '../support/workbench/startCodeServer.ts';
import { writeWorkflowProject } from '../support/workflowProject.ts';

describe('the packaged extension in Restricted Mode', () => {
  const folder = useTemporaryFolder();
  let server: CodeServer;
  let browser: Browser;

  after(async () => {
    await browser.close();
    await server.stop();
  });

  it('shows projects and offers nothing that builds', async () => {
    const workspace = join(folder.path, 'projects');
    await writeWorkflowProject(join(workspace, 'word-printer'), 'word-printer');
    const environment = { EDK_STATE: join(folder.path, 'state'), EDK_CACHE: join(folder.path, 'cache') };
    server = await startCodeServer({ trust: 'nothing', extensions: [packagedExtension], environment });
    browser = await openBrowser();
    const editor = await openEditor(browser, { url: server.url, folder: workspace });
    await editor.openKaapana();
    const row = editor.row('Projects', 'word-printer');
    await row.click();
    assert.equal(
      await row
        .getByRole('button', { name: /Deploy/ })
        .and(editor.page.locator(':not(.disabled)'))
        .count(),
      0,
    );
    await editor.takePictures('restricted');
  });
});
