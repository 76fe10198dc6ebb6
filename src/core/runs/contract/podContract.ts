import { EdkError } from '../../errors/edkError.ts';
import type { DagTask } from '../dag/dagSchema.ts';
import { pythonText } from './pythonText.ts';
import type { RunConf } from './runConf.ts';

/** What an operator says of its container: a task of the DAG, or what stands for one. */
export type OperatorCall = Pick<
  DagTask,
  | 'id'
  | 'outDir'
  | 'inDir'
  | 'envVars'
  | 'memoryMb'
  | 'memoryLimitMb'
  | 'cpuMillicores'
  | 'gpuMemoryMb'
  | 'labels'
  | 'deleteOutputOnStart'
> & { readonly image: string };

export interface PodRun {
  readonly dagId: string;
  readonly runId: string;
  readonly conf: RunConf;
  /** Index of the GPU that the platform would give; undefined where it has none to give. */
  readonly gpu?: number | undefined;
}

/** Where a folder of the pod comes from. */
export type MountSource = 'data' | 'models' | 'tensorboard' | 'conf' | 'memory';

interface PodMount {
  readonly target: string;
  readonly source: MountSource;
  readonly mode: 'rw' | 'ro';
}

/** A pod as the platform starts it for a processing container: data, nothing of Docker or Kubernetes. */
export interface PodContract {
  readonly name: string;
  readonly image: string;
  /** In the order in which the platform sets them; each name once, with the value that wins. */
  readonly environment: Readonly<Record<string, string>>;
  readonly mounts: readonly PodMount[];
  readonly conf: RunConf;
  /** In bytes. */
  readonly memory: { readonly request: number; readonly limit: number };
  /** In millicores; undefined where the operator asks for nothing. */
  readonly cpu: { readonly request: number; readonly limit: number } | undefined;
  readonly gpus: number;
  readonly labels: Readonly<Record<string, string>>;
  /** What of the world outside the pod reaches; the platform closes everything that no label opens. */
  readonly network: { readonly openTo: readonly string[] };
  /** Folders that are removed before the start, below the run's folder; `*` stands for every series. */
  readonly emptied: readonly string[];
}

export const batchName = 'batch';
/** Where containers see the data of all runs. */
const dataFolder = '/kaapana/mounted/data';

/** The platform's runner asks for more than the operator says. */
const memoryFactor = 1.1;
const mebibyte = 1024 * 1024;
const additionalCpu = 100;
/** Longer names of pods are cut. */
const longestPodName = 62;

/** What stands for services that only a platform has: a name that can never be resolved (RFC 2606). */
const service = (name: string): string => `http://${name}.kaapana.invalid`;
const platformServices: Readonly<Record<string, string>> = {
  SERVICES_NAMESPACE: 'services',
  ADMIN_NAMESPACE: 'admin',
  KEYCLOAK_URL: service('keycloak'),
  KUBE_HELM_URL: `${service('kube-helm')}/kube-helm-api`,
  OPENSEARCH_URL: 'opensearch.kaapana.invalid:9200',
  DICOM_WEB_FILTER_URL: service('dicom-web-filter'),
  NOTIFICATION_URL: service('notification'),
  AII_URL: service('aii'),
  KAAPANA_BACKEND_URL: service('kaapana-backend'),
  MINIO_URL: service('minio'),
  KAAPANA_PROJECT_USER_NAME: 'local',
  KAAPANA_PROJECT_USER_PASSWORD: 'local',
  KAAPANA_CLIENT_SECRET: 'local',
};

/**
 * The pod that the platform makes of an operator's call. Facts of Kaapana 0.6.0: its base operator, its runner and its
 * pod specification.
 *
 * @throws EdkError `parameter.invalid` for a value that no environment variable can hold.
 */
export function podContract(call: OperatorCall, run: PodRun): PodContract {
  const runFolder = `${dataFolder}/${run.runId}`;
  return {
    name: podName(call, run),
    image: call.image,
    environment: podEnvironment(call, run),
    mounts: [
      { target: dataFolder, source: 'data', mode: 'rw' },
      { target: '/models', source: 'models', mode: 'rw' },
      { target: '/tensorboard', source: 'tensorboard', mode: 'rw' },
      { target: '/dev/shm', source: 'memory', mode: 'rw' },
      { target: `${runFolder}/conf/conf.json`, source: 'conf', mode: 'ro' },
    ],
    conf: run.conf,
    memory: { request: inBytes(call.memoryMb), limit: inBytes(call.memoryLimitMb) },
    cpu:
      call.cpuMillicores === undefined
        ? undefined
        : { request: call.cpuMillicores, limit: call.cpuMillicores + additionalCpu },
    gpus: call.gpuMemoryMb === undefined || run.gpu === undefined ? 0 : 1,
    labels: { ...call.labels, 'kaapana.ai/type': 'processing-container', run_id: run.runId },
    network: { openTo: openedBy(call.labels) },
    emptied: call.deleteOutputOnStart ? [`${batchName}/*/${call.outDir}`, call.outDir] : [],
  };
}

/** Later ones win: what the platform knows, what the operator says, the answers of the form, what the run is. */
function podEnvironment(call: OperatorCall, run: PodRun): Record<string, string> {
  const { runId, dagId, conf } = run;
  const workflowFolder = `${dataFolder}/${runId}`;
  const form = Object.entries(conf.workflow_form).map(
    ([key, value]) => [key.toUpperCase(), pythonText(value)] as const,
  );
  const entries: (readonly [string, string])[] = [
    ...Object.entries(platformServices),
    ...(call.inDir === undefined ? [] : [['OPERATOR_IN_DIR', call.inDir] as const]),
    ...Object.entries(call.envVars),
    ['CUDA_VISIBLE_DEVICES', run.gpu === undefined || call.gpuMemoryMb === undefined ? '' : String(run.gpu)],
    ...form,
    ['RUN_ID', runId],
    ['DAG_ID', dagId],
    ['WORKFLOW_DIR', workflowFolder],
    ['BATCH_NAME', batchName],
    ['OPERATOR_OUT_DIR', call.outDir],
    ['BATCHES_INPUT_DIR', `${workflowFolder}/${batchName}`],
    ['TASK_ID', call.id],
  ];
  for (const [name, value] of entries) requireVariable(name, value);
  return Object.fromEntries(entries);
}

function requireVariable(name: string, value: string): void {
  if (name !== '' && !/[=\0]/.test(name) && !value.includes('\0')) return;
  throw new EdkError('parameter.invalid', `"${name}" cannot be an environment variable of a container.`, {
    remedy: 'Rename the property of the form or the key of env_vars, or remove the null character from its value.',
  });
}

/** Kubernetes takes lower-case letters, digits and dashes, and the platform cuts the rest. */
function podName({ id }: Pick<OperatorCall, 'id'>, { runId }: Pick<PodRun, 'runId'>): string {
  return `${runId}-${id}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]/g, '-')
    .slice(0, longestPodName);
}

function inBytes(megabytes: number): number {
  return Math.round(megabytes * memoryFactor * mebibyte);
}

/** Labels `network-access-<what>: "true"` open the network of a pod. */
function openedBy(labels: Readonly<Record<string, string>>): string[] {
  const prefix = 'network-access-';
  return Object.entries(labels)
    .filter(([name, value]) => name.startsWith(prefix) && value === 'true')
    .map(([name]) => name.slice(prefix.length));
}
