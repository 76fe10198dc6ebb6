import type { Locator, Page } from 'playwright-core';

/** The questions at the top of the workbench: input boxes and lists. */
export interface QuickInput {
  /** Waits for a question with these words in its title, prompt, placeholder or list. */
  expect(words: string | RegExp): Promise<void>;
  /** Types over what stands in the box and takes it. */
  answer(text: string): Promise<void>;
  /** Types over what stands in the box. */
  type(text: string): Promise<void>;
  /** Takes what is chosen or stands there. */
  accept(): Promise<void>;
  /** Takes an entry of the list. */
  choose(label: string | RegExp): Promise<void>;
  back(): Promise<void>;
  /** What is typed into. */
  readonly box: Locator;
  readonly locator: Locator;
  /** Its title with the number of the step. */
  readonly title: Locator;
  /** What is wrong with what stands in the box. */
  readonly message: Locator;
}

export function quickInput(page: Page): QuickInput {
  const locator = page.locator('.quick-input-widget');
  const box = locator.locator('.quick-input-box input');
  const type = async (text: string): Promise<void> => {
    await box.fill('');
    await box.pressSequentially(text);
  };
  const accept = (): Promise<void> => page.keyboard.press('Enter');
  return {
    box,
    locator,
    title: locator.locator('.quick-input-title'),
    message: locator.locator('.quick-input-message'),
    async expect(words) {
      const placeholder = typeof words === 'string' ? locator.getByPlaceholder(words) : locator.getByPlaceholder(words);
      await locator.getByText(words).or(placeholder).first().waitFor();
    },
    type,
    accept,
    async answer(text) {
      await type(text);
      await accept();
    },
    choose: (label) => locator.locator('.monaco-list-row').filter({ hasText: label }).first().click(),
    back: () => locator.getByRole('button', { name: 'Back' }).click(),
  };
}
