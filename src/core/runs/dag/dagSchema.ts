import { z } from 'zod';

/** What a reading of a DAG folder says; written by `edk_airflow read-dag` and by the static reader alike. */
const dagReadingVersion = 1;

/** As in Airflow; anything else is refused by it when the operator is made. */
const triggerRuleSchema = z.enum([
  'all_success',
  'all_failed',
  'all_done',
  'all_done_setup_success',
  'one_success',
  'one_failed',
  'one_done',
  'none_failed',
  'none_skipped',
  'none_failed_min_one_success',
  'all_skipped',
  'always',
]);

const formsSchema = z.record(z.string(), z.unknown());

const channelSchema = z.object({
  /** Task id of the operator that writes the channel. */
  upstream: z.string(),
  upstreamChannel: z.string(),
  channel: z.string(),
});

const taskApiSchema = z.object({
  /** Identifier of a template in the image's processing-container.json, or a whole template. */
  taskTemplate: z.union([z.string(), z.record(z.string(), z.unknown())]),
  env: z.array(z.object({ name: z.string(), value: z.string() })),
  command: z.array(z.string()).optional(),
  resources: z.record(z.string(), z.unknown()).optional(),
  channels: z.array(channelSchema),
});

const taskSchema = z.object({
  id: z.string().min(1),
  /** The operator's class, `KaapanaBaseOperator` for example. */
  operator: z.string(),
  /** Classes that it derives from, the nearest first. */
  bases: z.array(z.string()),
  /**
   * What has to run: the image that it names, one of the platform's own operators, a Python function, a Python function
   * that chooses among tasks, a container of the Task API, or something that only Airflow can run.
   */
  kind: z.enum(['container', 'builtIn', 'python', 'branch', 'taskApi', 'other']),
  name: z.string(),
  image: z.string().optional(),
  /** Name of the folder that it writes, inside a series or the run's folder. */
  outDir: z.string(),
  inDir: z.string().optional(),
  parallelId: z.string().optional(),
  envVars: z.record(z.string(), z.string()),
  /** Of a built-in operator: its own arguments with their defaults; operators in them stand as their output folders. */
  arguments: z.record(z.string(), z.unknown()),
  /** As requested; the platform multiplies both by 1.1. */
  memoryMb: z.number(),
  memoryLimitMb: z.number(),
  cpuMillicores: z.number().optional(),
  gpuMemoryMb: z.number().optional(),
  retries: z.number().int().nonnegative(),
  retryDelaySeconds: z.number().nonnegative(),
  timeoutSeconds: z.number().positive().optional(),
  triggerRule: triggerRuleSchema,
  deleteOutputOnStart: z.boolean(),
  manageCache: z.enum(['ignore', 'cache', 'overwrite', 'clear']),
  labels: z.record(z.string(), z.string()),
  launchApplicationChart: z.string().optional(),
  devServer: z.string().optional(),
  taskApi: taskApiSchema.optional(),
  /** Ids of the tasks that come directly before it. */
  upstream: z.array(z.string()),
  /** Where the operator is made: path below the DAG folder, and line from 1. */
  file: z.string().optional(),
  line: z.number().int().positive().optional(),
  /** False where the static reader had to guess. */
  certain: z.boolean(),
});

const dagSchema = z.object({
  id: z.string().min(1),
  /** Below the DAG folder. */
  file: z.string(),
  /** Whether people can start it: `ui_visible`. */
  visible: z.boolean(),
  tags: z.array(z.string()),
  /** `ui_forms` as they are; data_form, workflow_form and so on are JSON schemas. */
  forms: formsSchema,
  /** `default_args` without the forms; what JSON cannot say stands as Python's text of it. */
  defaultArguments: z.record(z.string(), z.unknown()),
  maxActiveTasks: z.number().int().positive().optional(),
  tasks: z.array(taskSchema),
});

const problemSchema = z.object({
  /** Below the DAG folder. */
  file: z.string(),
  line: z.number().int().positive().optional(),
  message: z.string(),
  kind: z.enum(['import', 'timeout', 'network', 'argument', 'notSupported']),
});

/** Shape of a DAG folder as JSON. */
export const dagReadingSchema = z.object({
  version: z.literal(dagReadingVersion),
  problems: z.array(problemSchema),
  dags: z.array(dagSchema),
});

/** What the DAG folder of a project holds, and what keeps Airflow from reading it. */
export type DagReading = Readonly<z.infer<typeof dagReadingSchema>>;
export type WorkflowDag = Readonly<z.infer<typeof dagSchema>>;
export type DagTask = Readonly<z.infer<typeof taskSchema>>;
export type TriggerRule = z.infer<typeof triggerRuleSchema>;
