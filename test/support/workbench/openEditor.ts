import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import type { CodeServer } from './startCodeServer.ts';

const repository = resolve(import.meta.dirname, '..', '..', '..');
const WORKBENCH_MS = 60_000;
const WIDTHS = [1400, 700];

/** A workbench in a browser, as a person sees it. */
export interface Editor {
  readonly page: Page;
  /** Opens the view container in the activity bar. */
  openKaapana(): Promise<void>;
  /** The first row of a tree with this label, whatever its description says. */
  row(view: string, name: string): Locator;
  /** An action of a row that shows when the mouse is over it. */
  clickInline(row: Locator, action: string): Promise<void>;
  /** An entry of a row's context menu. */
  clickMenu(row: Locator, entry: string): Promise<void>;
  /** The lines of the editor that has the focus, as far as they are drawn. */
  editorText(): Promise<string>;
  /** The palette's command, by its title. */
  runCommand(title: string): Promise<void>;
  notification(text: string | RegExp): Locator;
  /** Pictures in light and dark, wide and narrow, for people to look at: dist/screenshots. */
  takePictures(name: string): Promise<void>;
}

export async function openEditor(browser: Browser, { origin }: CodeServer, folder: string): Promise<Editor> {
  const context = await browser.newContext({
    viewport: { width: 1400, height: 900 },
    colorScheme: 'light',
    permissions: ['clipboard-read', 'clipboard-write'],
    ignoreHTTPSErrors: true,
  });
  const page = await context.newPage();
  await page.goto(`${origin}/?${new URLSearchParams({ folder }).toString()}`);
  await page.waitForSelector('.monaco-workbench .statusbar', { timeout: WORKBENCH_MS });

  const runCommand = async (title: string): Promise<void> => {
    await page.keyboard.press('F1');
    const input = page.locator('.quick-input-widget input');
    await input.waitFor();
    await input.fill(`>${title}`);
    await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: title }).waitFor();
    await page.keyboard.press('Enter');
  };
  return {
    page,
    openKaapana: () => page.getByRole('tab', { name: 'Kaapana', exact: true }).click(),
    row: (view, name) => {
      const [first, others] = [`[aria-label="${name}"]`, `[aria-label^="${name},"]`];
      return page.getByRole('tree', { name: view }).locator(`[role="treeitem"]:is(${first}, ${others})`).first();
    },
    clickInline: async (row, action) => {
      await row.hover();
      await row.getByRole('button', { name: new RegExp(`^${action}(?: \\(|$)`) }).click();
    },
    clickMenu: async (row, entry) => {
      await row.click({ button: 'right' });
      const item = page.getByRole('menuitem', { name: entry, exact: true });
      // A menu takes no click in its first tenth of a second, but keys.
      await item.hover();
      await page.keyboard.press('Enter');
      await item.waitFor({ state: 'hidden' });
    },
    // Monaco draws spaces that do not break.
    editorText: async () => (await page.locator('.editor-instance .view-lines').innerText()).replaceAll('\u00a0', ' '),
    runCommand,
    notification: (text) => page.locator('.notification-toast').filter({ hasText: text }),
    takePictures: (name) => takePictures(page, name),
  };
}

async function takePictures(page: Page, name: string): Promise<void> {
  const folder = join(repository, 'dist', 'screenshots');
  await mkdir(folder, { recursive: true });
  const size = page.viewportSize() ?? { width: 1400, height: 900 };
  for (const theme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await page.locator(`.monaco-workbench.${theme === 'dark' ? 'vs-dark' : 'vs'}`).waitFor();
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: size.height });
      await page.screenshot({ path: join(folder, `${name}-${theme}-${width}.png`), animations: 'disabled' });
    }
  }
  await page.setViewportSize(size);
}
