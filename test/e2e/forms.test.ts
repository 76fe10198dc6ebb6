import assert from 'node:assert/strict';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, FrameLocator, Locator } from 'playwright-core';
import { startEdkWorkbench, type EdkWorkbench } from '../support/edkWorkbench.ts';
import { packFormChart } from '../support/formChart.ts';
import { openBrowser } from '../support/workbench/openBrowser.ts';
import { openEditor, type Editor } from '../support/workbench/openEditor.ts';
import { packagedExtension } from '../support/workbench/packagedExtension.ts';
import { startCodeServer, type CodeServer } from '../support/workbench/startCodeServer.ts';
import { webviewFrame } from '../support/workbench/webviewFrame.ts';

const LIST_MS = 45_000;
const LAUNCH_MS = 60_000;
const PASSWORD = 'hunter2-never-kept';

describe('forms and details in a browser', () => {
  let edk: EdkWorkbench;
  let server: CodeServer;
  let browser: Browser;
  let editor: Editor;
  let form: FrameLocator;
  let row: Locator;

  before(async () => {
    edk = await startEdkWorkbench();
    const workspace = join(edk.folder, 'projects');
    await mkdir(workspace);
    const uploaded = await edk.run('upload', await packFormChart(edk.folder, rootImage()));
    assert.equal(uploaded.exitCode, 0, JSON.stringify(uploaded.end.error));
    server = await startCodeServer({
      trust: 'everything',
      extensions: [packagedExtension],
      // Of a busy machine no test should depend.
      settings: { 'kaapanaEdk.forms': 'panel', 'kaapanaEdk.platformProject': '4d2f:admin' },
      environment: environmentOf(edk),
    });
    browser = await openBrowser();
    editor = await openEditor(browser, { url: server.url, folder: workspace });
    form = webviewFrame(editor.page);
    row = editor.row('Extensions', 'Form Probe');
    await editor.openKaapana();
    await row.waitFor({ timeout: LIST_MS });
  });

  after(async () => {
    await browser.close();
    await server.stop();
    await edk.stop();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await editor.takePictures('failed');
  });

  it('asks for a parameter of every type', async () => {
    await editor.clickInline(row, 'Launch...');
    await form.getByRole('heading', { level: 1, name: 'Launch Form Probe 0.6.0' }).waitFor();
    for (const control of [
      form.getByRole('textbox', { name: 'Display name, required' }),
      form.getByRole('checkbox', { name: 'Use a graphics card' }),
      form.getByRole('combobox', { name: 'Organ, required' }),
      form.getByRole('group', { name: 'Tasks, required' }).getByRole('checkbox', { name: 'segment' }),
      form.getByRole('group', { name: 'Regions, required' }).getByRole('checkbox', { name: 'region-12' }),
      form.getByRole('textbox', { name: 'Colour of the outline' }),
    ]) {
      await control.waitFor();
    }
    await form.getByText('Unknown parameter type "colour".').waitFor();
    assert.equal(await form.getByRole('textbox', { name: /^Password/ }).getAttribute('type'), 'password');
    await form.getByRole('heading', { level: 2, name: 'How it computes' }).waitFor();
    await editor.takePictures('form');
  });

  it('lets nothing of a chart run, and nothing from elsewhere in', async () => {
    await assertHarmless(form);
  });

  it('says what is wrong at the field, and leads there', async () => {
    const { keyboard } = editor.page;
    const name = form.getByRole('textbox', { name: /^Display name/ });
    // Ctrl+A takes the way through the workbench and comes late.
    const replaceText = async (text: string): Promise<void> => {
      await keyboard.press('Home');
      await keyboard.press('Shift+End');
      await keyboard.type(text);
    };
    // Where the form begins.
    await name.and(form.locator(':focus')).waitFor();
    await replaceText('two words');
    await keyboard.press('Tab');
    await form.getByText('The platform removes spaces from parameters.').waitFor();
    await keyboard.press('Enter');
    await name.and(form.locator(':focus')).waitFor();
    await replaceText('mine');
    await keyboard.press('Enter');
    const organ = form.getByRole('combobox', { name: 'Organ, required, This field is required.' });
    await organ.waitFor();
    await organ.and(form.locator(':focus')).waitFor();
    await editor.takePictures('form-problems');
    await editor.takeContrastPicture('form-problems');
  });

  it('is filled in by keyboard and mouse', async () => {
    const { keyboard } = editor.page;
    await keyboard.press('Enter');
    await form.getByRole('option', { name: 'lung' }).waitFor();
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await form.getByRole('combobox', { name: 'Organ, required', exact: true }).waitFor();
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    await keyboard.press('Space');
    assert.equal(await form.getByRole('checkbox', { name: 'measure' }).isChecked(), true);
    await form.getByText('Use a graphics card').click();
    await form.getByRole('textbox', { name: /^Processor cores/ }).fill('4');
    await form.getByRole('textbox', { name: /^Password/ }).fill(PASSWORD);
    await keyboard.press('Enter');
    await form.getByRole('heading', { level: 1 }).waitFor({ state: 'detached' });
  });

  it('launches with these values, and says which one arrived otherwise', async () => {
    const told = editor.notification('but some parameters differ');
    await told.waitFor({ timeout: LAUNCH_MS });
    assert.match((await told.textContent()) ?? '', /stubborn is of-the-chart instead of of-the-list/);
    const arrived = await arrivedValues(edk);
    assert.deepEqual(
      { ...arrived, GIVEN_REGISTRY_PASSWORD: undefined },
      { ...arrived, ...expected, GIVEN_REGISTRY_PASSWORD: undefined },
    );
    assert.equal(arrived['GIVEN_REGISTRY_PASSWORD'], PASSWORD);
  });

  it('keeps no secret, in journals or anywhere else', async () => {
    const jobs = await readAll(join(edk.folder, 'state', 'jobs'));
    assert.match(jobs, /"verb":"install"/);
    assert.equal(jobs.includes(PASSWORD), false);
    assert.deepEqual(await readdir(join(edk.folder, 'state', 'parameters')), []);
  });

  it('remembers the values, but no password', async () => {
    await editor.rowSays(editor.row('Extensions', 'mine'), /running/, LIST_MS);
    await editor.clickInline(row, 'Launch...');
    const name = form.getByRole('textbox', { name: /^Display name/ });
    await name.waitFor();
    assert.equal(await name.inputValue(), 'mine');
    assert.equal(await form.getByRole('checkbox', { name: 'measure' }).isChecked(), true);
    assert.equal(await form.getByRole('textbox', { name: /^Password/ }).inputValue(), '');
    await form.getByRole('button', { name: 'Reset to Defaults' }).click();
    assert.equal(await name.inputValue(), '-');
    await form.getByRole('button', { name: 'Cancel' }).click();
    await name.waitFor({ state: 'detached' });
  });

  it('shows everything about an extension after a double click on its row', async () => {
    await editor.openByDoubleClick(row, form.getByRole('heading', { level: 1, name: 'Form Probe' }));
    const release = form.getByRole('region', { name: 'mine', exact: true }).first();
    await release.getByRole('cell', { name: 'running' }).waitFor({ timeout: LIST_MS });
    await form.getByRole('cell', { name: 'organ' }).waitFor();
    await form.getByText('Install: succeeded').waitFor();
    await assertHarmless(form);
    await editor.takePictures('details');
    await editor.takeContrastPicture('details');
  });

  it('opens the log of a job from there, and comes back by Enter on the row', async () => {
    await form.getByRole('button', { name: /^Show Log: Install/ }).click();
    await editor.page.locator('.view-lines').getByText('edk install').waitFor();
    await row.click();
    await editor.page.keyboard.press('Enter');
    await form.getByRole('heading', { level: 1, name: 'Form Probe' }).waitFor();
  });

  it('deletes the release from its button, and shows that it goes', async () => {
    await form.getByRole('button', { name: 'Delete' }).click();
    await form.getByText('uninstalling').waitFor();
    await form.getByText('Not installed', { exact: true }).waitFor({ timeout: LAUNCH_MS });
    await form.getByText('Uninstall: succeeded').waitFor();
  });
});

describe('forms where the browser does not trust the server', () => {
  let edk: EdkWorkbench;
  let server: CodeServer;
  let browser: Browser;

  after(async () => {
    await browser.close();
    await server.stop();
    await edk.stop();
  });

  let editor: Editor;

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await editor.takePictures('failed-native');
  });

  it('are asked step by step after three seconds, and launch', async () => {
    edk = await startEdkWorkbench();
    const workspace = join(edk.folder, 'projects');
    await mkdir(workspace);
    await edk.run('upload', await packFormChart(edk.folder, rootImage()));
    server = await startCodeServer({
      trust: 'everything',
      extensions: [packagedExtension],
      settings: { 'kaapanaEdk.platformProject': '4d2f:admin' },
      environment: environmentOf(edk),
      address: 'selfSigned',
    });
    browser = await openBrowser();
    editor = await openEditor(browser, { url: server.url, folder: workspace, certificate: 'clickedThrough' });
    const { page } = editor;
    await editor.openKaapana();
    const row = editor.row('Extensions', 'Form Probe');
    await row.waitFor({ timeout: LIST_MS });
    await editor.clickInline(row, 'Launch...');
    await page.getByRole('tab', { name: 'Launch Form Probe 0.6.0' }).waitFor();
    const steps = page.locator('.quick-input-widget', { hasText: 'Launch Form Probe 0.6.0' });
    await steps.waitFor({ timeout: 20_000 });
    assert.equal(await page.getByRole('tab', { name: 'Launch Form Probe 0.6.0' }).count(), 0);
    await editor.takePictures('form-native');
    // The defaults, the first organ, which has none, and a password; then the review.
    for (let step = 1; step <= 12; step += 1) {
      await steps.getByText(`(${step}/12)`).waitFor();
      if (step === 6) await page.keyboard.press('ArrowDown');
      if (step === 11) await page.keyboard.type(PASSWORD);
      await page.keyboard.press('Enter');
    }
    await editor.notification('is installed and running').waitFor({ timeout: LAUNCH_MS });
    assert.equal((await arrivedValues(edk))['GIVEN_ORGAN'], 'liver');
  });

  it('show the state of a release as text instead of the panel with details', async () => {
    await editor.clearNotifications();
    const status = editor.page.getByRole('tab', { name: /^form-probe-chart-.*\.status/ });
    await editor.openByDoubleClick(editor.row('Extensions', 'Form Probe'), status);
    await editor.page.locator('.view-lines').getByText('deployed').first().waitFor();
    assert.equal(await editor.page.getByRole('tab', { name: 'Form Probe', exact: true }).count(), 0);
  });
});

const expected = {
  GIVEN_DISPLAY_NAME: 'mine',
  GIVEN_CORES: '4',
  GIVEN_GPU: 'true',
  GIVEN_VERBOSE: 'true',
  GIVEN_ORGAN: 'lung',
  GIVEN_TASKS: 'segment,measure',
  GIVEN_REGIONS: 'region-2',
  GIVEN_COLOUR: '#f80',
  GIVEN_STUBBORN: 'of-the-chart',
};

function rootImage(): string {
  return process.env['EDK_ROOT_IMAGE'] ?? assert.fail('EDK_ROOT_IMAGE is not set');
}

function environmentOf({ folder }: EdkWorkbench): Record<string, string> {
  return { EDK_STATE: join(folder, 'state'), EDK_CACHE: join(folder, 'cache') };
}

/** Nothing of the fixture's attacks is in the page, and the page's own rules would stop them. */
async function assertHarmless(frame: FrameLocator): Promise<void> {
  const inside = frame.locator('.markup');
  assert.ok((await inside.count()) > 0);
  const dangerous = 'script, style, iframe, svg, [onerror], [onload], [href^="javascript:"], [href^="command:"]';
  assert.equal(await inside.locator(dangerous).count(), 0);
  assert.equal(await frame.locator('body').getAttribute('data-attacked'), null);
  const policy = await frame.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
  const rules = new Map((policy ?? '').split('; ').map((rule) => [rule.split(' ')[0], rule.replace(/^\S+ /, '')]));
  assert.equal(rules.get('default-src'), "'none'");
  assert.match(rules.get('script-src') ?? '', /^'nonce-[\w-]{20,}'$/);
  assert.doesNotMatch(policy ?? '', /unsafe/);
}

/** What Helm made of the parameters: the environment of the container in the last release. */
async function arrivedValues({ folder }: EdkWorkbench): Promise<Record<string, string>> {
  const releases = await readAll(join(folder, 'state', 'platform', 'releases'));
  return Object.fromEntries(
    [...releases.matchAll(/name: '?(GIVEN_\w+)'?,? *(?:\\n *)?value: \\"(.*?)\\"/g)].map(
      ([, name = '', value = '']) => [name, value],
    ),
  );
}

async function readAll(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return (await Promise.all(files.map((file) => readFile(file, 'utf8')))).join('\n');
}
