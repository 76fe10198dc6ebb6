import type { FrameLocator, Page } from 'playwright-core';

/** The page of the panel that is shown: it sits in two nested frames. */
export function webviewFrame(page: Page): FrameLocator {
  return page.locator('iframe.webview.ready').last().contentFrame().frameLocator('iframe#active-frame');
}
