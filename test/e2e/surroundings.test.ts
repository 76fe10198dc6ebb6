import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { startEdkWorkbench, type EdkWorkbench } from '../support/edkWorkbench.ts';
import { forgetImages } from '../support/forgetImages.ts';
import { packReadingRoom } from '../support/runningCharts.ts';
import { pushRootImage } from '../support/pushRootImage.ts';
import { openBrowser } from '../support/workbench/openBrowser.ts';
import { openEditor, type Editor, type EditorRequest } from '../support/workbench/openEditor.ts';
import { packagedExtension } from '../support/workbench/packagedExtension.ts';
import { startCodeServer, type CodeServerRequest } from '../support/workbench/startCodeServer.ts';
import { startPathProxy } from '../support/workbench/startPathProxy.ts';
import { writeWorkflowProject } from '../support/workflowProject.ts';

const JOB_MS = 120_000;

interface Surrounding {
  readonly title: string;
  readonly server: Partial<CodeServerRequest>;
  /** Below which a reverse proxy offers the workbench. */
  readonly path?: `/${string}/`;
  readonly editor?: Partial<EditorRequest>;
}

/** Where the panel comes up; where it cannot, the steps open by themselves. */
const inSteps: Partial<CodeServerRequest> = { settings: { 'kaapanaEdk.forms': 'native' } };

const surroundings: readonly Surrounding[] = [
  { title: 'under a sub-path behind a reverse proxy', server: inSteps, path: '/edk/workbench/' },
  {
    title: 'over https with a self-signed certificate, where Chrome refuses webviews',
    server: { address: 'selfSigned' },
    editor: { certificate: 'clickedThrough' },
  },
  { title: 'in the newest code-server', server: { ...inSteps, release: 'newest' } },
];

describe('the packaged extension in other surroundings', () => {
  let edk: EdkWorkbench;
  let workspace: string;
  let browser: Browser;

  before(async () => {
    edk = await startEdkWorkbench();
    workspace = join(edk.folder, 'projects');
    await mkdir(workspace);
    await writeWorkflowProject(join(workspace, 'word-printer'), 'word-printer');
    const image = await pushRootImage(edk.registry, 'room');
    const uploaded = await edk.run('upload', await packReadingRoom({ folder: edk.folder, image }));
    assert.equal(uploaded.exitCode, 0, JSON.stringify(uploaded.end.error));
    browser = await openBrowser();
  });

  after(async () => {
    await browser.close();
    await edk.stop();
    await forgetImages([edk.registry]);
  });

  for (const surrounding of surroundings) {
    describe(surrounding.title, () => {
      const toStop: (() => Promise<void>)[] = [];
      let editor: Editor;

      before(async () => {
        const server = await startCodeServer({
          trust: 'everything',
          extensions: [packagedExtension],
          environment: { EDK_STATE: join(edk.folder, 'state'), EDK_CACHE: join(edk.folder, 'cache') },
          ...surrounding.server,
        });
        toStop.push(() => server.stop());
        let { url } = server;
        if (surrounding.path !== undefined) {
          const proxy = await startPathProxy(server.url, surrounding.path);
          toStop.unshift(() => proxy.stop());
          ({ url } = proxy);
        }
        editor = await openEditor(browser, { url, folder: workspace, ...surrounding.editor });
        toStop.unshift(() => editor.close());
      });

      after(async () => {
        for (const stop of toStop) await stop();
      });

      afterEach(async function () {
        if (this.currentTest?.state === 'failed') await editor.takePictures('failed-surrounding');
      });

      it('shows projects and extensions', async () => {
        await editor.openKaapana();
        await editor.row('Projects', 'word-printer').waitFor();
        await editor.row('Extensions', 'reading-room').waitFor();
      });

      it('launches with parameters, shows the log, and deletes', async () => {
        await editor.clickInline(editor.row('Extensions', 'reading-room'), 'Launch...');
        await launch(editor, 'Ward');
        await editor.notification('is installed and running').waitFor({ timeout: JOB_MS });
        await editor.rowSays(editor.row('Extensions', 'Ward'), /running/, JOB_MS);
        await editor.notification('is installed and running').getByRole('button', { name: 'Show Log' }).click();
        await editor.page.locator('.view-lines').getByText('Succeeded after').first().waitFor();
        await editor.takePictures(`surrounding-${surrounding.title.split(' ', 3).join('-')}`);
        await editor.clickMenu(editor.row('Extensions', 'Ward'), 'Delete');
        await editor.notification('has been uninstalled').waitFor({ timeout: JOB_MS });
        await editor.row('Extensions', 'Ward').waitFor({ state: 'detached' });
      });
    });
  }
});

async function launch({ quickInput }: Editor, name: string): Promise<void> {
  await quickInput.expect(/Name of the room/);
  await quickInput.answer(name);
  await quickInput.expect(/Seats/);
  await quickInput.accept();
  await quickInput.expect(/Light/);
  await quickInput.choose('cold');
  await quickInput.expect(name);
  await quickInput.choose(/Launch/);
}
