import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Locator } from 'playwright-core';
import { openBrowser } from '../support/workbench/openBrowser.ts';
import { openEditor, type Editor } from '../support/workbench/openEditor.ts';
import { packagedExtension } from '../support/workbench/packagedExtension.ts';
import { startCodeServer, type CodeServer } from '../support/workbench/startCodeServer.ts';

const dist = resolve(import.meta.dirname, '..', '..', 'dist');
const FIRST_MS = 30_000;

describe('findings in a browser', () => {
  let folder: string;
  let server: CodeServer;
  let browser: Browser;
  let editor: Editor;
  let dockerfile: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edk-e2e-checks-'));
    const environment = { EDK_STATE: join(folder, 'state'), EDK_CACHE: join(folder, 'cache') };
    const project = join(folder, 'projects', 'liver');
    await promisify(execFile)(
      process.execPath,
      [join(dist, 'edk', 'edk.js'), 'new', 'workflow', '--yes', '--name', 'liver', '--dir', project],
      { env: { ...process.env, ...environment } },
    );
    dockerfile = join(project, 'processing-containers/liver/Dockerfile');
    const text = await readFile(dockerfile, 'utf8');
    await writeFile(dockerfile, text.replace(/^.*VERSION.*\n/mu, ''));
    server = await startCodeServer({
      trust: 'everything',
      extensions: [packagedExtension],
      settings: { 'editor.lightbulb.enabled': 'on', 'kaapanaEdk.platformUrl': 'http://127.0.0.1:9/kube-helm-api' },
      environment,
    });
    browser = await openBrowser();
    editor = await openEditor(browser, { url: server.url, folder: join(folder, 'projects') });
    editor.page.setDefaultTimeout(20_000);
  });

  after(async () => {
    await browser.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await editor.takePictures('failed');
  });

  it('are underlined when a file is opened, and listed as problems', async () => {
    await openFile('Dockerfile processing');
    await squiggle('info').waitFor({ timeout: FIRST_MS });
    await editor.page.keyboard.press('Control+Shift+M');
    await problem('This Dockerfile has no VERSION label.').waitFor();
    await editor.takePictures('checks-problems');
  });

  it('come while somebody types, and go when it is mended', async () => {
    await openFile('Dockerfile processing');
    const { keyboard } = editor.page;
    await keyboard.press('Control+End');
    await keyboard.type('RUN pip install numpy\n');
    await problem('numpy is not pinned to a version.').waitFor();
    await keyboard.press('ArrowUp');
    await keyboard.press('End');
    await keyboard.type('==2.1.0');
    await problem('numpy is not pinned to a version.').waitFor({ state: 'detached' });
  });

  it('say why they matter when the mouse is over them', async () => {
    const hover = editor.page.locator('.monaco-hover', { hasText: 'Why it matters' });
    const show = async (): Promise<void> => {
      await goToLabel();
      await editor.page.keyboard.press('Control+K');
      await editor.page.keyboard.press('Control+I');
      await hover.waitFor();
    };
    await show();
    // With blanks that lines can be broken at.
    assert.match(await hover.innerText(), /What to do Add LABEL VERSION="<version>"/u);
    await editor.takePictures('checks-hover', show);
    await editor.page.keyboard.press('Escape');
  });

  it('are mended by a quick fix', async () => {
    const fix = editor.page.locator('.action-widget').getByText('Add LABEL VERSION=').first();
    const show = async (): Promise<void> => {
      await editor.page.keyboard.press('Escape');
      await goToLabel();
      await editor.page.keyboard.press('Control+.');
      await fix.waitFor();
    };
    await editor.takePictures('checks-fix', show);
    await show();
    await editor.page.keyboard.press('Enter');
    await problem('This Dockerfile has no VERSION label.').waitFor({ state: 'detached' });
    assert.match(await editor.editorText(), /LABEL VERSION=/u);
  });

  function squiggle(severity: 'error' | 'warning' | 'info'): Locator {
    return editor.page.locator(`.squiggly-${severity}`).first();
  }

  function problem(message: string): Locator {
    return editor.page.locator('.markers-panel .monaco-list-row', { hasText: message });
  }

  /** Chooses the first file that fits. */
  async function openFile(words: string): Promise<void> {
    const { page } = editor;
    await page.keyboard.press('Control+P');
    const input = page.locator('.quick-input-widget input');
    await input.waitFor();
    await input.fill(words);
    const [name = ''] = words.split(' ');
    await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: name }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.tab.active', { hasText: name }).waitFor();
    await page.locator('.editor-instance .view-lines').first().click();
  }

  /** Puts the cursor where the label VERSION is missed. */
  async function goToLabel(): Promise<void> {
    await editor.page.locator('.view-line', { hasText: 'LABEL' }).getByText('"liver"').click();
  }
});
