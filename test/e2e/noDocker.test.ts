import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pushRootImage } from '../support/pushRootImage.ts';
import type { Editor } from '../support/workbench/openEditor.ts';
import { useStory } from '../support/workbench/useStory.ts';
import { writeWorkflowProject } from '../support/workflowProject.ts';

const socket = join(tmpdir(), 'no-docker.sock');
const FAILED_MS = 30_000;

describe('the packaged extension on a machine without Docker', () => {
  const story = useStory({
    name: 'no-docker',
    environment: { DOCKER_HOST: `unix://${socket}` },
    prepare: async ({ registry }, workspace) => {
      await writeWorkflowProject(join(workspace, 'word-printer'), 'word-printer');
      for (const base of ['base-python-cpu', 'base-installer']) await pushRootImage(registry, base);
    },
  });
  let editor: Editor;

  before(async () => {
    editor = await story.openWindow();
    await editor.openKaapana();
    await editor.row('Projects', 'word-printer').waitFor();
  });

  async function expectUnreachable(): Promise<void> {
    const said = editor.notification(`The Docker Engine does not answer at unix://${socket}.`);
    await said.filter({ hasText: 'Start the Docker Engine, or set DOCKER_HOST' }).waitFor({ timeout: FAILED_MS });
  }

  /** Once the progress has gone. */
  async function expectNoSecondNotification(): Promise<void> {
    await editor.notification(/./).nth(1).waitFor({ state: 'detached' });
  }

  for (const { verb, picture } of [
    { verb: 'Build Extension', picture: 'no-docker-build' },
    { verb: 'Deploy', picture: 'no-docker-deploy' },
  ]) {
    it(`says once what ${verb} misses and what to do, and that it failed`, async () => {
      await editor.runCommand(`Kaapana: ${verb}`);
      await expectUnreachable();
      await editor.rowSays(editor.row('Projects', 'word-printer'), new RegExp(`${verb}: failed`));
      await editor.rowSays(editor.row('Projects', 'dag-word-printer'), /not built/);
      await expectNoSecondNotification();
      await editor.takePictures(picture);
      await editor.clearNotifications();
    });
  }

  it('says the same of the base images', async () => {
    await editor.runCommand('Kaapana: Build Base Images');
    await expectUnreachable();
    await expectNoSecondNotification();
    await editor.clearNotifications();
  });

  it('leads from there to the doctor, who has no other complaint', async () => {
    const { quickInput } = editor;
    await editor.runCommand('Kaapana: Deploy');
    await editor.notification('The Docker Engine').getByRole('button', { name: 'Run Doctor' }).click();
    await quickInput.title.filter({ hasText: 'Problems: 1' }).waitFor();
    await quickInput.expect(/^Start the Docker Engine/);
    await editor.takePictures('no-docker-doctor');
    await editor.page.keyboard.press('Escape');
  });
});
