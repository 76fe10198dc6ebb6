import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { startEdkWorkbench, type EdkWorkbench } from '../edkWorkbench.ts';
import { forgetImages } from '../forgetImages.ts';
import { openBrowser } from './openBrowser.ts';
import { openEditor, type Editor } from './openEditor.ts';
import { packagedExtension } from './packagedExtension.ts';
import { startCodeServer, type CodeServer, type CodeServerRequest } from './startCodeServer.ts';

export interface StoryOptions {
  /** Of the pictures that are taken when a test fails. */
  readonly name: string;
  readonly settings?: CodeServerRequest['settings'];
  /** Of the workbench alone: the platform and the registry keep their own. */
  readonly environment?: CodeServerRequest['environment'];
  /** Makes what is there before the workbench starts. */
  readonly prepare?: (edk: EdkWorkbench, workspace: string) => Promise<void>;
}

/** The packaged extension in code-server, with a platform, a registry and a workspace folder of its own. */
export interface Story {
  readonly edk: EdkWorkbench;
  readonly workspace: string;
  /** Opens the workspace in a tab. */
  openWindow(): Promise<Editor>;
}

/** For the tests of the surrounding `describe`, which tell one story together. */
export function useStory({ name, settings, environment, prepare }: StoryOptions): Story {
  let edk: EdkWorkbench | undefined;
  let server: CodeServer | undefined;
  let browser: Browser | undefined;
  const windows: Editor[] = [];
  const there = <T>(part: T | undefined): T => {
    assert.ok(part, 'The story has not begun.');
    return part;
  };
  const workspaceOf = ({ folder }: EdkWorkbench): string => join(folder, 'projects');

  before(async () => {
    edk = await startEdkWorkbench();
    await mkdir(workspaceOf(edk));
    await prepare?.(edk, workspaceOf(edk));
    server = await startCodeServer({
      trust: 'everything',
      extensions: [packagedExtension],
      ...(settings === undefined ? {} : { settings }),
      environment: { EDK_STATE: join(edk.folder, 'state'), EDK_CACHE: join(edk.folder, 'cache'), ...environment },
    });
    browser = await openBrowser();
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    await edk?.stop();
    if (edk !== undefined) await forgetImages([edk.registry]);
  });

  afterEach(async function () {
    const shown = windows.findLast(({ page }) => !page.isClosed());
    if (this.currentTest?.state === 'failed') await shown?.takePictures(`${name}-failed`);
  });

  return {
    get edk() {
      return there(edk);
    },
    get workspace() {
      return workspaceOf(there(edk));
    },
    openWindow: async () => {
      const window = await openEditor(there(browser), { url: there(server).url, folder: workspaceOf(there(edk)) });
      windows.push(window);
      return window;
    },
  };
}
