import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { startEdkWorkbench, type EdkWorkbench } from '../support/edkWorkbench.ts';
import { forgetImages } from '../support/forgetImages.ts';
import { useTemporaryFolder } from '../support/temporaryFolder.ts';
import { openBrowser } from '../support/workbench/openBrowser.ts';
import { openEditor, type Editor } from '../support/workbench/openEditor.ts';
import { startCodeServer, type CodeServer } from '../support/workbench/startCodeServer.ts';
import { writeWorkflowProject } from '../support/workflowProject.ts';

const packaged = resolve(import.meta.dirname, '..', '..', 'dist', 'kaapana-edk.vsix');
const DEPLOY_MS = 90_000;
const UNINSTALL_MS = 60_000;

describe('the packaged extension in a browser, from a project to a release that runs', () => {
  let edk: EdkWorkbench;
  let server: CodeServer;
  let browser: Browser;
  let editor: Editor;

  before(async () => {
    edk = await startEdkWorkbench();
    const init = await edk.run('init');
    assert.equal(init.exitCode, 0, JSON.stringify(init.end.error));
    const workspace = join(edk.folder, 'projects');
    await mkdir(workspace);
    await writeWorkflowProject(join(workspace, 'word-printer'), 'word-printer');
    const made = await edk.run(
      'new',
      'workflow',
      '--yes',
      '--name',
      'liver-volumes',
      '--dir',
      join(workspace, 'liver-volumes'),
    );
    assert.equal(made.exitCode, 0, JSON.stringify(made.end.error));
    server = await startCodeServer({
      trust: 'everything',
      extensions: [packaged],
      environment: { EDK_STATE: join(edk.folder, 'state'), EDK_CACHE: join(edk.folder, 'cache') },
    });
    browser = await openBrowser();
    editor = await openEditor(browser, server, workspace);
    editor.page.setDefaultTimeout(20_000);
  });

  after(async () => {
    await browser.close();
    await server.stop();
    await edk.stop();
    await forgetImages([edk.registry]);
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await editor.takePictures('failed');
  });

  it('shows the projects with their charts, images and DAGs', async () => {
    await editor.openKaapana();
    await editor.row('Projects', 'word-printer').waitFor();
    await editor.takePictures('projects');
  });

  it('deploys a project from its row until the release runs', async () => {
    await editor.clickInline(editor.row('Projects', 'word-printer'), 'Deploy');
    await editor.notification('Deploy word-printer').waitFor();
    await editor.takePictures('deploying');
    await editor.notification('word-printer-workflow is').waitFor({ timeout: DEPLOY_MS });
    await editor.takePictures('deployed');
  });

  it('shows the release with its state in the view Extensions', async () => {
    const row = editor.row('Extensions', 'word-printer-workflow');
    await row.waitFor();
    assert.match((await row.getAttribute('aria-label')) ?? '', /completed|running/);
  });

  it('shows what Helm and the pods say', async () => {
    await editor.clickMenu(editor.row('Extensions', 'word-printer-workflow'), 'Show Status');
    await editor.page.getByRole('tab', { name: /word-printer-workflow/ }).waitFor();
    await editor.page.locator('.view-lines').getByText('deployed').first().waitFor();
    assert.match(await editor.editorText(), /word-printer-workflow/);
    await editor.takePictures('status');
  });

  it('uninstalls the release', async () => {
    await editor.clickMenu(editor.row('Extensions', 'word-printer-workflow'), 'Uninstall');
    await editor.notification('word-printer-workflow is uninstalled').waitFor({ timeout: UNINSTALL_MS });
    await editor.page.locator('[role="treeitem"][aria-label*="not installed"]').first().waitFor();
    await editor.takePictures('uninstalled');
  });

  it('shows why there is no list when the platform has stopped, with a way to try again', async () => {
    await edk.run('platform', 'stop');
    await editor.runCommand('Kaapana: Refresh Catalogue');
    await editor.page
      .getByRole('tree', { name: 'Extensions' })
      .getByRole('treeitem', { name: /^Retry/ })
      .waitFor();
    await editor.takePictures('platform-stopped');
  });
});

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
    server = await startCodeServer({ trust: 'nothing', extensions: [packaged], environment });
    browser = await openBrowser();
    const editor = await openEditor(browser, server, workspace);
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
