import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { packRegistryPages } from '../support/runningCharts.ts';
import type { Editor } from '../support/workbench/openEditor.ts';
import { recordTraffic } from '../support/workbench/recordTraffic.ts';
import { useStory } from '../support/workbench/useStory.ts';

const pictures = resolve(import.meta.dirname, '..', '..', 'dist', 'screenshots');
const DEPLOY_MS = 120_000;
const REFRESH_MS = 60_000;

describe('an application in a browser, from the first question to two open pages', () => {
  const story = useStory({
    name: 'application',
    prepare: async (edk) => {
      const init = await edk.run('init');
      assert.equal(init.exitCode, 0, JSON.stringify(init.end.error));
    },
  });
  let editor: Editor;

  before(async () => {
    editor = await story.openWindow();
  });

  /** The step of the form that asks this. */
  async function step(number: number): Promise<void> {
    await editor.quickInput.title.filter({ hasText: `New Application Extension (${number}/6)` }).waitFor();
  }

  /** The page that an application's row opens. */
  async function open(name: string): Promise<Page> {
    const row = editor.row('Extensions', name);
    await editor.rowSays(row, /running/);
    const traffic = recordTraffic(editor.page.context());
    const opened = editor.page.context().waitForEvent('page');
    await editor.clickMenu(row, 'Open Application');
    const page = await opened;
    await page
      .locator('#title, pre')
      .first()
      .waitFor()
      .catch((error: unknown) => assert.fail(`${String(error)}\n${traffic.troubles()}`));
    assert.deepEqual(await page.locator('body > pre').allInnerTexts(), [], page.url());
    await page.locator('#title').filter({ hasText: 'Slide Viewer' }).waitFor();
    return page;
  }

  it('asks for the name and the rest, goes back, and opens the file that one edits first', async () => {
    const { quickInput } = editor;
    await editor.openKaapana();
    await editor.page.getByRole('button', { name: 'New Application Extension', exact: true }).click();
    await step(1);
    assert.equal(await quickInput.box.inputValue(), 'projects');
    await quickInput.type('Slide Viewer');
    await quickInput.message.filter({ hasText: 'Try "slide-viewer"' }).waitFor();
    await editor.takePictures('new-application');
    await quickInput.answer('slide-viewer');
    await step(2);
    assert.equal(await quickInput.box.inputValue(), 'Slide Viewer');
    await quickInput.back();
    await step(1);
    assert.equal(await quickInput.box.inputValue(), 'slide-viewer');
    for (const next of [2, 3, 4, 5, 6]) {
      await quickInput.accept();
      await step(next);
    }
    await editor.page.keyboard.press('ArrowDown');
    await quickInput.accept();
    await editor.page.getByRole('tab', { name: /application\.py/ }).waitFor();
    await editor.row('Projects', 'slide-viewer').waitFor();
  });

  it('deploys it from the message at its end', async () => {
    await editor.notification('Created Slide Viewer.').getByRole('button', { name: 'Deploy' }).click();
    await editor.notification(/slide-viewer-chart.* is running/).waitFor({ timeout: DEPLOY_MS });
  });

  it("opens two launches, each with its own parameters, through the editor's server", async () => {
    const [first = ''] = (await readdir(join(story.edk.folder, 'state/platform/releases'))).map((file) =>
      file.slice(0, -5),
    );
    const parameters = ['greeting=Servus', 'colour=violet', 'show_clock=false', 'display_name=second'];
    const launched = await story.edk.run(
      'install',
      'slide-viewer-chart',
      ...parameters.flatMap((one) => ['--set', one]),
    );
    assert.equal(launched.exitCode, 0, JSON.stringify(launched.end.error));
    await editor.row('Extensions', 'second').waitFor({ timeout: REFRESH_MS });
    await editor.takePictures('applications');
    for (const [name, greeting, colour, clock] of [
      [first, 'Hello', 'blue', true],
      ['second', 'Servus', 'violet', false],
    ] as const) {
      const page = await open(name);
      assert.match(
        new URL(page.url()).pathname,
        /^\/proxy\/\d+\/applications\/project\/admin\/release\/slide-viewer-chart-/,
      );
      assert.equal(await page.locator('#greeting').innerText(), greeting);
      assert.equal(await page.locator('html').getAttribute('data-colour'), colour);
      assert.equal(await page.locator('#clock').isVisible(), clock);
      assert.equal(await page.title(), 'Slide Viewer');
      await page.screenshot({ path: join(pictures, `application-${colour}.png`) });
      await page.close();
    }
  });

  it('has neither after both are uninstalled', async () => {
    for (const file of await readdir(join(story.edk.folder, 'state/platform/releases'))) {
      const gone = await story.edk.run('uninstall', file.slice(0, -'.json'.length));
      assert.equal(gone.exitCode, 0, JSON.stringify(gone.end.error));
    }
    await editor.row('Extensions', 'second').waitFor({ state: 'detached', timeout: REFRESH_MS });
  });

  it('opens the pages about the registry once the platform has such', async () => {
    await editor.clearNotifications();
    await editor.page.getByRole('button', { name: 'Local Registry Section' }).click();
    const image = editor.row('Local Registry', 'base-python-cpu');
    // The title has its buttons while the mouse is over the view.
    await image.hover();
    await editor.page.getByRole('button', { name: 'Refresh Registry' }).waitFor();
    const button = editor.page.getByRole('button', { name: 'Open Local Registry UI' });
    assert.equal(await button.count(), 0);

    const { edk } = story;
    const chart = await packRegistryPages({ folder: edk.folder, image: `${edk.registry}/base-python-cpu:latest` });
    for (const args of [
      ['upload', chart],
      ['install', 'registry-pages'],
    ]) {
      const { exitCode, end } = await edk.run(...args);
      assert.equal(exitCode, 0, JSON.stringify(end.error));
    }
    await editor.runCommand('Kaapana: Refresh Catalogue');
    await image.hover();
    await button.waitFor({ timeout: REFRESH_MS });
    await editor.takePictures('registry-pages', () => image.hover());
    const opened = editor.page.context().waitForEvent('page');
    await button.click();
    const page = await opened;
    await page.getByRole('heading', { name: 'All images' }).waitFor();
    assert.match(new URL(page.url()).pathname, /^\/proxy\/\d+\/local-registry-ui\/$/);
    await page.close();
  });
});
