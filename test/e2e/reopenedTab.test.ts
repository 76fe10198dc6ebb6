import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { journalFile } from '../../src/core/jobs/journal.ts';
import { listJobs, type JobSummary } from '../../src/core/jobs/jobHistory.ts';
import { rootImage } from '../support/imageWorkbench.ts';
import { until } from '../support/sandbox/startTestPlatform.ts';
import { useStory } from '../support/workbench/useStory.ts';
import { writeFiles } from '../support/writeFiles.ts';

const BUILD_SECONDS = 90;

describe('a tab that is closed during a build and opened again', () => {
  // However the story ends: nothing else ends a build that waits.
  after(async () => {
    await openGate();
  });

  const story = useStory({
    name: 'reopened',
    prepare: async ({ folder }, workspace) => {
      // A build that goes on until another one opens the gate that both can see.
      const gate = `--mount=type=cache,id=${basename(folder)},target=/gate`;
      const waiting = 'i=0; until [ -e /gate/open ]; do i=$((i+1)); echo "line $i"; sleep 0.2; done; echo "lines: $i"';
      await writeImage(join(workspace, 'patient'), 'patient', `RUN ${gate} ${waiting}`);
      await writeImage(join(folder, 'opener'), 'opener', `RUN ${gate} touch /gate/open`);
    },
  });

  async function openGate(): Promise<void> {
    const opened = await story.edk.run('build', 'image', '--dir', join(story.edk.folder, 'opener'));
    assert.equal(opened.exitCode, 0, JSON.stringify(opened.end.error));
  }

  it('begins a build and goes', async () => {
    const editor = await story.openWindow();
    await editor.openKaapana();
    await editor.clickMenu(editor.row('Projects', 'patient'), 'Build Image');
    await until(journal, (text) => text.includes('line 5'), BUILD_SECONDS);
    await editor.close();
  });

  it('shows the build that still runs, then its right result and its whole log', async () => {
    const editor = await story.openWindow();
    await editor.openKaapana();
    await editor.rowSays(editor.row('Projects', 'patient'), /Build Image: running/);
    await editor.statusBarItem(/Build Image/).waitFor();
    await editor.takePictures('reopened');
    await askForItInAnotherWindow();
    await openGate();
    await editor.rowSays(editor.row('Projects', 'patient'), /Build Image: succeeded/);
    await editor.statusBarItem(/Build Image/).waitFor({ state: 'detached' });
    assert.equal((await theBuild())?.state, 'succeeded');

    await editor.runCommand('Kaapana: Show Job History');
    await editor.quickInput.choose(/Build Image · patient.*succeeded/su);
    await editor.page.locator('.view-lines').getByText('Succeeded after').first().waitFor();
    const { lines, count } = printed(await editor.wholeEditorText());
    assert(count > 5);
    assert.deepEqual(
      lines,
      Array.from({ length: count }, (_, index) => index + 1),
    );
    await editor.takePictures('reopened-log');
  });

  /** The one that runs keeps the project; the second window says so, with the way to it. */
  async function askForItInAnotherWindow(): Promise<void> {
    const other = await story.openWindow();
    await other.openKaapana();
    await other.clickMenu(other.row('Projects', 'patient'), 'Build Image');
    const told = other.notification(/has been working on/);
    await told.getByRole('button', { name: 'Show Job History' }).waitFor();
    await other.takePictures('two-windows');
    await other.close();
  }

  async function theBuild(): Promise<JobSummary | undefined> {
    const jobs = await listJobs(join(story.edk.folder, 'state'));
    return jobs.find(({ project, error }) => project?.endsWith('patient') === true && error !== 'busy');
  }

  async function journal(): Promise<string> {
    const build = await theBuild();
    return build === undefined ? '' : readFile(journalFile(build.folder), 'utf8');
  }
});

function writeImage(folder: string, name: string, instruction: string): Promise<void> {
  return writeFiles(folder, {
    [`extension/${name}-workflow/Chart.yaml`]: `apiVersion: v2\nname: ${name}-workflow\nversion: 0.0.0\n`,
    [`processing-containers/${name}/Dockerfile`]: [
      `FROM ${rootImage}`,
      `LABEL IMAGE="${name}" VERSION="0.1.0"`,
      instruction,
      '',
    ].join('\n'),
  });
}

/** What the waiting build printed: its numbered lines, and how many it says that there were. */
function printed(log: string): { readonly lines: readonly number[]; readonly count: number } {
  const numbers = (expression: RegExp): number[] => [...log.matchAll(expression)].map(([, number]) => Number(number));
  return { lines: numbers(/│ .*\bline (\d+)$/gm), count: numbers(/│ .*\blines: (\d+)$/gm)[0] ?? 0 };
}
