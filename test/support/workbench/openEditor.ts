import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { quickInput, type QuickInput } from './quickInput.ts';
import { takeContrastPicture, takePictures } from './takePictures.ts';

const WORKBENCH_MS = 120_000;
const ACTION_MS = 60_000;

/** A workbench in a browser, as a person sees it. */
export interface Editor {
  readonly page: Page;
  readonly quickInput: QuickInput;
  /** Opens the view container in the activity bar. */
  openKaapana(): Promise<void>;
  openExplorer(): Promise<void>;
  /** A file at the explorer's first level. */
  file(name: string): Locator;
  /** Adds a line before the first one of the editor that has the focus, and saves. */
  insertAtTop(line: string): Promise<void>;
  /** The first row of a tree with this label, whatever its description says. */
  row(view: string, name: string): Locator;
  /** Waits until a row says this after its label; screen readers read the same. */
  rowSays(row: Locator, words: RegExp, timeout?: number): Promise<void>;
  /** An action of a row that shows when the mouse is over it. */
  clickInline(row: Locator, action: string): Promise<void>;
  /** An entry of a row's context menu. */
  clickMenu(row: Locator, entry: string): Promise<void>;
  /** Double clicks a row until what it opens is there. */
  openByDoubleClick(row: Locator, opened: Locator): Promise<void>;
  /** The lines of the editor that has the focus, as far as they are drawn. */
  editorText(): Promise<string>;
  /** All of it, by way of the clipboard. */
  wholeEditorText(): Promise<string>;
  statusBarItem(text: string | RegExp): Locator;
  /** The palette's command, by its title. */
  runCommand(title: string): Promise<void>;
  notification(text: string | RegExp): Locator;
  clearNotifications(): Promise<void>;
  /**
   * Pictures in light and dark, wide and narrow, for people to look at: dist/screenshots.
   *
   * @param show brings up what goes away when the window changes.
   */
  takePictures(name: string, show?: () => Promise<void>): Promise<void>;
  takeContrastPicture(name: string): Promise<void>;
  /** Closes the tab, and forgets what the browser remembered. */
  close(): Promise<void>;
}

export interface EditorRequest {
  /** Of the workbench, with a slash at its end. */
  readonly url: string;
  /** Opened as the workspace. */
  readonly folder: string;
  readonly browser?: BrowserContextOptions;
  /** The browser does not trust the certificate: the person says that the risk is known. */
  readonly certificate?: 'trusted' | 'clickedThrough';
}

export async function openEditor(browser: Browser, request: EditorRequest): Promise<Editor> {
  const context = await browser.newContext({
    viewport: { width: 1400, height: 900 },
    colorScheme: 'light',
    permissions: ['clipboard-read', 'clipboard-write'],
    ...request.browser,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(ACTION_MS);
  const address = `${request.url}?${new URLSearchParams({ folder: request.folder }).toString()}`;
  if (request.certificate === 'clickedThrough') await clickThrough(page, address);
  else await page.goto(address);
  await page.waitForSelector('.monaco-workbench .statusbar', { timeout: WORKBENCH_MS });

  return {
    page,
    quickInput: quickInput(page),
    openKaapana: () => page.getByRole('tab', { name: 'Kaapana', exact: true }).click(),
    openExplorer: () => page.getByRole('tab', { name: /^Explorer/ }).click(),
    file: (name) => page.getByRole('tree', { name: 'Files Explorer' }).getByRole('treeitem', { name }),
    insertAtTop: async (line) => {
      await page.locator('.editor-instance .view-lines').click();
      await page.keyboard.press('Control+Home');
      await page.keyboard.type(line);
      await page.keyboard.press('Enter');
      await page.keyboard.press('Control+s');
    },
    row: (view, name) => {
      const [first, others] = [`[aria-label="${name}"]`, `[aria-label^="${name},"]`];
      return page.getByRole('tree', { name: view }).locator(`[role="treeitem"]:is(${first}, ${others})`).first();
    },
    rowSays: (row, words, timeout = ACTION_MS) => row.filter({ hasText: words }).waitFor({ timeout }),
    clickInline: async (row, action) => {
      await row.hover();
      await row.getByRole('button', { name: new RegExp(`^${action}(?: \\(|$)`) }).click();
    },
    openByDoubleClick: (row, opened) => untilSeen(opened, { ask: () => row.dblclick() }),
    clickMenu: async (row, entry) => {
      const item = page.getByRole('menuitem', { name: entry, exact: true });
      await untilSeen(item, {
        ask: () => row.click({ button: 'right' }),
        takeBack: () => page.keyboard.press('Escape'),
      });
      // A menu takes no click in its first tenth of a second, but keys.
      await item.hover();
      await page.keyboard.press('Enter');
      await item.waitFor({ state: 'hidden' });
    },
    // Monaco draws spaces that do not break.
    editorText: async () => (await page.locator('.editor-instance .view-lines').innerText()).replaceAll('\u00a0', ' '),
    wholeEditorText: async () => {
      await page.locator('.editor-instance .view-lines').click();
      await page.keyboard.press('Control+a');
      await page.keyboard.press('Control+c');
      return page.evaluate<string>('navigator.clipboard.readText()');
    },
    statusBarItem: (text) => page.locator('.statusbar-item').filter({ hasText: text }),
    runCommand: (title) => runCommand(page, title),
    notification: (text) => page.locator('.notification-toast').filter({ hasText: text }),
    clearNotifications: async () => {
      await runCommand(page, 'Notifications: Clear All Notifications');
      await page.locator('.notification-toast').first().waitFor({ state: 'hidden' });
    },
    takePictures: (name, show) => takePictures(page, name, show),
    takeContrastPicture: (name) => takeContrastPicture(page, name),
    close: () => context.close(),
  };
}

async function runCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input');
  await input.waitFor();
  await input.fill(`>${title}`);
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: title }).waitFor();
  await page.keyboard.press('Enter');
}

interface Asking {
  readonly ask: () => Promise<void>;
  readonly takeBack?: () => Promise<void>;
}

/** A tree that is drawn again takes away its menu, or the first of two clicks; a person asks again. */
async function untilSeen(wanted: Locator, { ask, takeBack }: Asking): Promise<void> {
  for (let tries = 1; ; tries++) {
    await ask();
    try {
      await wanted.waitFor({ timeout: ACTION_MS / 4 });
      return;
    } catch (error) {
      if (tries === 3) throw error;
      await takeBack?.();
    }
  }
}

/** Chrome's page about a certificate that nobody vouches for, and the two clicks that lead past it. */
async function clickThrough(page: Page, address: string): Promise<void> {
  await page.goto(address).catch((error: unknown) => {
    if (!String(error).includes('ERR_CERT_AUTHORITY_INVALID')) throw error;
  });
  await page.locator('#details-button').click();
  await page.locator('#proceed-link').click();
}
