import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { RunRecord, RunTask } from '../../../shared/runs/runRecord.ts';
import type { Project } from '../../project/project.ts';
import { batchName } from '../../runs/contract/podContract.ts';
import { runConf, type RunConf } from '../../runs/contract/runConf.ts';
import type { DagTask } from '../../runs/dag/dagSchema.ts';
import type { FormAnswers } from '../../runs/forms.ts';
import { RunBook } from '../../runs/runBook.ts';
import { makeRunFolder, makeVolume, newRunId, type RunFolder } from '../../runs/runFolder.ts';
import type { EdkContext } from '../context/edkContext.ts';

export interface RunRequest {
  readonly kind: RunRecord['kind'];
  readonly project: Project;
  readonly dagId: string;
  readonly data: RunRecord['data'];
  /** UIDs of the series. */
  readonly identifiers: readonly string[];
  readonly forms: FormAnswers;
  readonly tasks: readonly DagTask[];
  /** Takes the place of the folder in the state. */
  readonly output?: string | undefined;
  readonly job?: string | undefined;
  readonly kept: boolean;
}

export interface OpenRun {
  readonly folder: RunFolder;
  readonly conf: RunConf;
  readonly book: RunBook;
  readonly volumes: { readonly models: string; readonly tensorboard: string };
  /** The end of what a task has printed. */
  readonly readLog: (id: string) => Promise<string>;
}

/** Makes the folder and the record of a new run, and the conf that its containers read. */
export async function openRun(edk: EdkContext, request: RunRequest): Promise<OpenRun> {
  const { dagId, identifiers, forms, data, project } = request;
  const { state } = edk.settings.folders;
  const folder = await makeRunFolder(state, newRunId(dagId, new Date()), request.output);
  const workflowId = randomBytes(4).toString('base64url').replaceAll(/[-_]/g, 'x').slice(0, 6).toLowerCase();
  const dataset = data.kind === 'none' ? undefined : data.kind === 'sample' ? 'sample' : basename(data.from ?? '');
  const platformProject = edk.settings.platformProject?.name ?? 'admin';
  const conf = runConf({ dagId, workflowId, project: platformProject, identifiers, dataset, forms });
  await writeFile(folder.conf, `${JSON.stringify(conf, null, 2)}\n`, { mode: 0o644 });
  const book = await RunBook.open(folder.path, {
    version: 1,
    id: folder.id,
    kind: request.kind,
    project: { folder: project.folder, name: project.name },
    dag: dagId,
    job: request.job,
    kept: request.kept,
    data,
    form: { ...forms['workflow_form'] },
    started: new Date().toISOString(),
    batch: `data/${folder.id}/${batchName}`,
    tasks: request.tasks.map(waitingTask),
  });
  const volumes = { models: await makeVolume(state, 'models'), tensorboard: await makeVolume(state, 'tensorboard') };
  const readLog = async (id: string): Promise<string> =>
    (await readFile(join(folder.logs, `${id}.log`), 'utf8').catch(() => '')).slice(-65_536);
  return { folder, conf, book, volumes, readLog };
}

function waitingTask({ id, operator, kind, upstream, outDir }: DagTask): RunTask {
  return {
    id,
    operator,
    kind,
    upstream,
    outDir,
    state: 'waiting',
    attempt: 0,
    command: [],
    environment: {},
    series: [],
    files: [],
  };
}
