import type { DagTask } from '../../runs/dag/dagSchema.ts';
import type { AdditionalMount } from '../../runs/engine/runEngine.ts';
import type { Launch } from '../../runs/launch.ts';
import type { RunFolder } from '../../runs/runFolder.ts';

/** What containers of ours see beside the run's own folder. */
export interface HelperPlaces {
  readonly folder: RunFolder;
  readonly dagId: string;
  /** What plays the platform's PACS for the operators that fetch data. */
  readonly dataFolder: string | undefined;
  /** Folder of the DAG files, for Python tasks. */
  readonly dagFolder: string | undefined;
  readonly dagFile: string | undefined;
}

/** A container of ours. */
export interface HelperContainer {
  readonly command: readonly string[];
  readonly mounts: readonly AdditionalMount[];
  readonly environment: Readonly<Record<string, string>>;
}

/** What runs in an image of ours in place of the platform's operator or of its Airflow. */
export function helperOf(
  task: DagTask,
  launch: Launch,
  { folder, dataFolder, dagFolder, dagFile, dagId }: HelperPlaces,
): HelperContainer {
  const environment = { EDK_ARGUMENTS: JSON.stringify(task.arguments) };
  if (launch.kind === 'python') {
    const dags = '/kaapana/mounted/workflows/dags';
    return {
      command: ['python3', '-m', 'edk_airflow', 'run-task', dags, dagFile ?? task.file ?? '', dagId, task.id],
      mounts: [
        ...(dagFolder === undefined ? [] : [{ folder: dagFolder, target: dags, mode: 'ro' as const }]),
        { folder: folder.data, target: '/kaapana/mounted/workflows/data', mode: 'rw' },
      ],
      environment,
    };
  }
  return {
    command: ['python3', '-m', 'edk_stand_ins', task.operator],
    mounts: [
      ...(dataFolder === undefined ? [] : [{ folder: dataFolder, target: '/edk/data', mode: 'ro' as const }]),
      { folder: folder.minio, target: '/edk/minio', mode: 'rw' },
      { folder: folder.pacs, target: '/edk/pacs', mode: 'rw' },
    ],
    environment,
  };
}
