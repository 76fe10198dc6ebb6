import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readOutput } from '../../../src/core/runs/runFiles.ts';
import { makeRunFolder, type RunFolder } from '../../../src/core/runs/runFolder.ts';
import { runRecordFile, type RunRecord, type RunTask } from '../../../src/shared/runs/runRecord.ts';

export const outDir = 'lungs';

export const doneTask: RunTask = {
  ...{ id: 'lungs', kind: 'container', upstream: [], outDir, state: 'done', attempt: 1, command: [], environment: {} },
  ...{ started: '2026-12-01T10:00:00.000Z', ended: '2026-12-01T10:00:02.000Z', series: [], files: [] },
};

export const doneRecord: RunRecord = {
  ...{ version: 1, id: 'lungs-1', kind: 'container', project: { folder: '/lungs', name: 'lungs' } },
  ...{ data: { kind: 'sample' }, form: {}, started: '2026-12-01T10:00:00.000Z', ended: '2026-12-01T10:00:02.000Z' },
  ...{ batch: 'data', outcome: 'done', tasks: [doneTask] },
};

/**
 * Keeps a run in a state folder as `edk run` does.
 *
 * @param files by their paths below the run's workflow folder, such as `lungs/features.csv`
 */
export async function keepRun(
  state: string,
  record: RunRecord,
  files: Readonly<Record<string, string>>,
): Promise<RunFolder> {
  const folder = await makeRunFolder(state, record.id);
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder.workflow, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  const output = await readOutput(folder, outDir, new AbortController().signal);
  const tasks = record.tasks.map((task) => ({ ...task, files: [...output.files], outputHash: output.hash }));
  await writeFile(join(folder.path, runRecordFile), JSON.stringify({ ...record, tasks }));
  return folder;
}
