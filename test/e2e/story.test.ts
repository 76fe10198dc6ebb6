import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { startEdkWorkbench, type EdkWorkbench } from '../support/edkWorkbench.ts';
import { openBrowser } from '../support/workbench/openBrowser.ts';
import { openEditor, type Editor } from '../support/workbench/openEditor.ts';
import { startCodeServer, type CodeServer } from '../support/workbench/startCodeServer.ts';
import { writeWorkflowProject } from '../support/workflowProject.ts';

const packaged = resolve(import.meta.dirname, '..', '..', 'dist', 'kaapana-edk.vsix');
const DEPLOY_MS = 90_000;

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
      settings: { 'window.autoDetectColorScheme': true },
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
});
