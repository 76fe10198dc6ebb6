import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';

const folder = resolve(import.meta.dirname, '..', '..', '..', 'dist', 'screenshots');
const widths = [1400, 700];

/**
 * Pictures in light and dark, wide and narrow, for people to look at: dist/screenshots.
 *
 * @param show brings up what goes away when the window changes.
 */
export async function takePictures(page: Page, name: string, show?: () => Promise<void>): Promise<void> {
  await mkdir(folder, { recursive: true });
  const size = page.viewportSize() ?? { width: 1400, height: 900 };
  for (const theme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await page.locator(`.monaco-workbench.${theme === 'dark' ? 'vs-dark' : 'vs'}`).waitFor();
    for (const width of widths) {
      await page.setViewportSize({ width, height: size.height });
      await show?.();
      await page.screenshot({ path: join(folder, `${name}-${theme}-${width}.png`), animations: 'disabled' });
    }
  }
  await page.setViewportSize(size);
}

/** The same for people who ask their system for high contrast. */
export async function takeContrastPicture(page: Page, name: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await page.emulateMedia({ colorScheme: 'dark', forcedColors: 'active' });
  await page.locator('.monaco-workbench.hc-black').waitFor();
  await page.screenshot({ path: join(folder, `${name}-contrast.png`), animations: 'disabled' });
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
  await page.locator('.monaco-workbench.vs').waitFor();
}
