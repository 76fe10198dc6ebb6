import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packReadingRoom, packStubborn } from '../support/runningCharts.ts';
import { until } from '../support/sandbox/startTestPlatform.ts';
import type { Editor } from '../support/workbench/openEditor.ts';
import { useStory } from '../support/workbench/useStory.ts';

const DEPLOY_MS = 280_000;
const JOB_MS = 120_000;
const SAVE_SECONDS = 60;

describe('the packaged extension in a browser, from an empty folder to releases that run and go', () => {
  const story = useStory({
    name: 'story',
    // The panel has stories of its own.
    settings: { 'kaapanaEdk.forms': 'native' },
    prepare: async ({ registry }, workspace) => {
      const image = `${registry}/base-python-cpu:latest`;
      await packReadingRoom({ folder: workspace, image });
      await packStubborn({ folder: workspace, image });
    },
  });
  let editor: Editor;

  before(async () => {
    editor = await story.openWindow();
  });

  it('says what to begin with where there is no project yet', async () => {
    await editor.openKaapana();
    await editor.page.getByText('There is no extension in this workspace yet.').waitFor();
    await editor.takePictures('empty');
  });

  it('builds the base images', async () => {
    await editor.runCommand('Kaapana: Build Base Images');
    await editor.notification('The base images are in the registry.').waitFor({ timeout: DEPLOY_MS });
    await editor.clearNotifications();
  });

  it('makes an extension in steps, with the way back, and opens the file that one edits first', async () => {
    const { quickInput } = editor;
    await editor.page.getByRole('button', { name: 'New Workflow Extension', exact: true }).click();
    await quickInput.expect(/^Name \(/);
    assert.match(await quickInput.title.innerText(), /New Workflow Extension.*\(1\/5\)/s);
    await quickInput.type('Liver Volumes');
    await quickInput.message.filter({ hasText: /spaces/ }).waitFor();
    await editor.takePictures('new-invalid');
    await quickInput.answer('liver-volumes');
    await quickInput.expect(/^Title \(/);
    await quickInput.back();
    await quickInput.expect(/^Name \(/);
    await quickInput.accept();
    await quickInput.expect(/^Title \(/);
    await quickInput.answer('Liver Volumes');
    await quickInput.expect(/^Description \(/);
    await quickInput.answer('Measures livers.');
    await quickInput.expect('Maturity');
    await quickInput.choose('Stable');
    await quickInput.expect('Hardware');
    await quickInput.choose('CPU');
    await editor.page.getByRole('tab', { name: /^extract_features\.py/ }).waitFor();
    await editor.notification('Created Liver Volumes.').waitFor();
    await editor.takePictures('scaffolded');
    await editor.clearNotifications();
    await editor.row('Projects', 'Liver Volumes').waitFor();
  });

  it('takes an edit', async () => {
    await editor.insertAtTop('# Livers only.');
    const file = join(story.workspace, 'liver-volumes/processing-containers/liver-volumes/files/extract_features.py');
    await until(
      () => readFile(file, 'utf8'),
      (text) => text.startsWith('# Livers only.\n'),
      SAVE_SECONDS,
    );
  });

  it('deploys by its key until the release runs', async () => {
    await editor.page.keyboard.press('Control+Alt+KeyD');
    await editor.notification('Deploy Liver Volumes').or(editor.notification('Deploy liver-volumes')).waitFor();
    await editor.takePictures('deploying');
    await editor.notification('liver-volumes-workflow is').waitFor({ timeout: DEPLOY_MS });
    await editor.takePictures('deployed');
    await editor.clearNotifications();
  });

  it('shows the release with its state in the view Extensions', async () => {
    await editor.rowSays(editor.row('Extensions', 'Liver Volumes'), /completed|running/);
  });

  it('shows what Helm and the pods say', async () => {
    await editor.clickMenu(editor.row('Extensions', 'Liver Volumes'), 'Show Status');
    await editor.page.getByRole('tab', { name: /liver-volumes-workflow/ }).waitFor();
    await editor.page.locator('.view-lines').getByText('deployed').first().waitFor();
    assert.match(await editor.editorText(), /liver-volumes-workflow/);
    await editor.takePictures('status');
  });

  it('uploads charts from the explorer', async () => {
    await editor.openExplorer();
    for (const name of ['reading-room', 'stubborn-workflow']) {
      await editor.clickMenu(editor.file(`${name}-0.6.0.tgz`), 'Upload Chart or Image...');
      await editor.notification(`Uploaded ${name}-0.6.0.tgz.`).waitFor({ timeout: JOB_MS });
      await editor.clearNotifications();
    }
    await editor.openKaapana();
    await editor.rowSays(editor.row('Extensions', 'reading-room'), /not launched/, JOB_MS);
  });

  it('launches an extension twice, each time with its own parameters', async () => {
    const rooms = [
      { name: 'North', seats: '12', light: 'cold' },
      { name: 'South', seats: '3', light: 'warm' },
    ];
    for (const { name, seats, light } of rooms) {
      await editor.clickInline(editor.row('Extensions', 'reading-room'), 'Launch...');
      await answerForm(name, seats, light);
      await editor.notification('is installed and running').waitFor({ timeout: JOB_MS });
      await editor.clearNotifications();
      await editor.rowSays(editor.row('Extensions', name), /running/, JOB_MS);
    }
    await editor.rowSays(editor.row('Extensions', 'reading-room'), /2 launched/);
    await editor.takePictures('launched');
    assert.deepEqual(await printedByPods('reading-room'), [
      'North has 12 seats and cold light',
      'South has 3 seats and warm light',
    ]);
  });

  async function answerForm(name: string, seats: string, light: string): Promise<void> {
    const { quickInput } = editor;
    await quickInput.expect(/Name of the room/);
    await quickInput.type('a;b');
    await quickInput.message.filter({ hasText: ';' }).waitFor();
    await quickInput.answer(name);
    await quickInput.expect(/Seats/);
    await quickInput.answer(seats);
    await quickInput.expect(/Light/);
    await quickInput.choose(light);
    await quickInput.expect(name);
    await quickInput.choose(/Launch/);
  }

  /** The last lines that the pods of a chart's releases printed. */
  async function printedByPods(chart: string): Promise<readonly string[]> {
    const logs = join(story.edk.folder, 'state', 'platform', 'logs');
    const releases = (await readdir(logs)).filter((name) => name.startsWith(`${chart}-`));
    const files = await Promise.all(
      releases.map(async (release) => (await readdir(join(logs, release))).map((file) => join(logs, release, file))),
    );
    return (await Promise.all(files.flat().map((file) => readFile(file, 'utf8')))).map(lastLine).sort();
  }

  it('deletes one of the launched and leaves the other', async () => {
    await editor.clickMenu(editor.row('Extensions', 'North'), 'Delete');
    await editor.notification('has been uninstalled').waitFor({ timeout: JOB_MS });
    await editor.clearNotifications();
    await editor.rowSays(editor.row('Extensions', 'reading-room'), /1 launched/, JOB_MS);
    await editor.rowSays(editor.row('Extensions', 'South'), /running/);
  });

  it('uninstalls a release', async () => {
    await editor.clickMenu(editor.row('Extensions', 'Liver Volumes'), 'Uninstall');
    await editor.notification('has been uninstalled').waitFor({ timeout: JOB_MS });
    await editor.rowSays(editor.row('Extensions', 'Liver Volumes'), /not installed/);
    await editor.takePictures('uninstalled');
    await editor.clearNotifications();
  });

  it('says that a release is stuck, and is rid of it by force', async () => {
    const row = editor.row('Extensions', 'stubborn-workflow');
    await editor.clickInline(row, 'Install...');
    await editor.notification('is installed and running').waitFor({ timeout: JOB_MS });
    await editor.clearNotifications();
    await editor.clickMenu(row, 'Uninstall');
    const failed = editor.notification('pre-delete hook').filter({ hasText: 'Force Uninstall' });
    await failed.waitFor({ timeout: DEPLOY_MS });
    await editor.rowSays(row, /stuck/, JOB_MS);
    await editor.takePictures('stuck');
    await editor.clearNotifications();
    await editor.clickMenu(row, 'Force Uninstall...');
    await editor.page.getByRole('dialog').getByText("This skips the chart's hooks").waitFor();
    await editor.takePictures('force');
    await editor.page.getByRole('dialog').getByRole('button', { name: 'Uninstall Without Hooks' }).click();
    await editor.notification('has been uninstalled').waitFor({ timeout: JOB_MS });
    await editor.rowSays(row, /not installed/);
    await editor.clearNotifications();
  });

  it('shows why there is no list when the platform has stopped, and the list again when it is back', async () => {
    await editor.runCommand('Kaapana: Stop Local Platform');
    await editor.notification('The local platform has stopped.').waitFor({ timeout: JOB_MS });
    await editor.clearNotifications();
    await editor.row('Extensions', 'Retry').waitFor();
    await editor.takePictures('platform-stopped');
    await story.edk.startPlatform();
    await editor.row('Extensions', 'Retry').click();
    await editor.rowSays(editor.row('Extensions', 'South'), /running/, JOB_MS);
    await editor.rowSays(editor.row('Extensions', 'Liver Volumes'), /not installed/);
  });
});

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? '';
}
