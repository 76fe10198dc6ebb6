import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reachDocker } from '../../docker/connectDocker.ts';
import { EdkError } from '../../errors/edkError.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import type { Project } from '../../project/project.ts';
import { readProject } from '../../project/readProject.ts';
import type { DagTask } from '../../runs/dag/dagSchema.ts';
import { createDockerRunEngine } from '../../runs/engine/dockerRunEngine.ts';
import type { RunEngine } from '../../runs/engine/runEngine.ts';
import { planLaunch, standInTableSchema, type Launch, type StandInTable } from '../../runs/launch.ts';
import { parseJson } from '../../text/parseJson.ts';
import { connectToDocker } from '../context/edkContext.ts';
import type { EdkContext } from '../context/edkContext.ts';
import { ensureProjectImages } from './ensureProjectImages.ts';
import { ensureRunImage, type RunImageName } from './ensureRunImage.ts';
import { createForeignFiles, type ForeignFiles } from './foreignFiles.ts';

/** What every run of a project works with. */
export interface RunContext {
  readonly edk: EdkContext;
  readonly engine: RunEngine;
  readonly project: Project;
  readonly foreign: ForeignFiles;
  /** One of our images; built once, when it is first wanted. */
  readonly runImage: (name: RunImageName) => Promise<string>;
  /** Builds images of the project that have changed; later `imageOf` knows them. */
  readonly buildImages: (names: readonly string[], step: JobStep) => Promise<void>;
  readonly launchOf: (task: DagTask, stubs: ReadonlyMap<string, string>) => Launch;
  /** Reference of the image that a task runs in; undefined for one without. */
  readonly imageOf: (launch: Launch) => Promise<string | undefined>;
}

/** Reads the project and looks for the Engine. @throws EdkError `project.notFound`, `docker.*`. */
export async function openRunContext(edk: EdkContext, folder: string, step: JobStep): Promise<RunContext> {
  const { buildArguments } = edk.settings;
  const reading = step.run('Read the project', ({ signal }) => readProject(folder, { buildArguments, signal }));
  const connecting = connectToDocker(edk).then(async (connection) => {
    await reachDocker(connection, step.signal);
    const engine = createDockerRunEngine(connection);
    await engine.sweep();
    return engine;
  });
  const [project, engine, standIns] = await Promise.all([reading, connecting, readStandIns(edk)]);
  const runImages = new Map<RunImageName, Promise<string>>();
  const ownImages = new Map<string, string>();
  const names = new Set(project.images.flatMap(({ name }) => name ?? []));
  const runImage = (name: RunImageName): Promise<string> => {
    const wanted = runImages.get(name) ?? ensureRunImage(edk, name, step);
    runImages.set(name, wanted);
    return wanted;
  };
  return {
    edk,
    engine,
    project,
    foreign: createForeignFiles({ engine, image: () => runImage('stand-ins'), signal: step.signal }),
    runImage,
    buildImages: async (wanted, building) => {
      const missing = wanted.filter((name) => !ownImages.has(name));
      for (const { name, reference } of await ensureProjectImages(edk, { project, names: missing }, building)) {
        ownImages.set(name, reference);
      }
    },
    launchOf: (task, stubs) => planLaunch(task, { standIns, ownImages: names, stubs }),
    imageOf: async (launch) => {
      if (launch.kind === 'container') return launch.own === undefined ? launch.image : ownImages.get(launch.own);
      if (launch.kind === 'standIn') return runImage('stand-ins');
      return launch.kind === 'python' ? runImage('airflow') : undefined;
    },
  };
}

/** The one table of stand-ins, which lies beside their programs. */
async function readStandIns({ templatesFolder }: EdkContext): Promise<StandInTable> {
  const file = join(templatesFolder, 'run-images', 'stand-ins', 'edk_stand_ins', 'operators.json');
  const table = parseJson(await readFile(file, 'utf8').catch(() => ''), standInTableSchema);
  if (table === undefined) throw new EdkError('template.invalid', `${file} is not a valid operator table.`);
  return table;
}
