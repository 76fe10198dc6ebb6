import * as z from 'zod/mini';

/** Of the shape below; a record of another version is listed without its details. */
const runRecordVersion = 1;

/** The name of the record in a run's folder. */
export const runRecordFile = 'run.json';

const text = z.string();
const whole = z.int().check(z.nonnegative());
/** ISO 8601, UTC. */
const time = z.iso.datetime();
/** SHA-256, in hexadecimal. */
const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
/** Relative to the run's folder, with forward slashes, never out of it. */
const path = z.string().check(
  z.minLength(1),
  z.refine((value) => !value.startsWith('/') && !/[\0\\]/.test(value) && !value.split('/').includes('..')),
);

/**
 * `skipped`: the container ended with 126, or everything before a task was skipped. A task of a run that is still running is
 * `waiting` or `running`.
 */
const outcomes = ['done', 'skipped', 'failed', 'outOfMemory', 'timedOut', 'cancelled'] as const;

const fileSchema = z.object({
  path,
  kind: z.enum(['csv', 'json', 'nifti', 'nrrd', 'dicom', 'picture', 'log', 'other']),
  /** In bytes. */
  size: whole,
  /** UID of the series in whose folder it lies; of the whole batch without it. */
  series: z.optional(text),
  sha256: z.optional(hash),
});

const seriesSchema = z.object({
  /** Name of its folder in the batch: the series instance UID. */
  uid: text,
  /** `missing`: the task has ended and wrote nothing for it. */
  state: z.enum(['waiting', 'done', 'missing', 'noInput']),
});

const imageSchema = z.object({
  /** As the operator or the person names it. */
  reference: text,
  /** Id of its configuration in the Docker Engine: what really ran. */
  id: z.optional(text),
  /** By which a registry has it; undefined for one that was only built. */
  digest: z.optional(text),
});

const taskSchema = z.object({
  id: text,
  /** The operator's class; undefined for a container that no operator calls. */
  operator: z.optional(text),
  kind: z.enum(['container', 'builtIn', 'python', 'branch', 'taskApi', 'stub', 'other']),
  upstream: z.array(text),
  /** Name of the folder that it writes, in each series and in the run's folder. */
  outDir: z.optional(text),
  state: z.enum(['waiting', 'running', ...outcomes]),
  /** Why it did not end well, or was skipped. */
  reason: z.optional(text),
  /** 1 for the first try. */
  attempt: whole,
  started: z.optional(time),
  ended: z.optional(time),
  image: z.optional(imageSchema),
  /** Entry point and arguments as they ran. */
  command: z.array(text),
  /** As resolved; values of secrets are masked. */
  environment: z.record(text, text),
  exitCode: z.optional(whole),
  /** In bytes; undefined where the Engine did not tell. */
  peakMemory: z.optional(whole),
  memoryLimit: z.optional(whole),
  series: z.array(seriesSchema),
  /** Of all files that it could read, by their names and contents. */
  inputHash: z.optional(hash),
  outputHash: z.optional(hash),
  /** What it wrote; the largest number of files that is listed is `mostFiles`. */
  files: z.array(fileSchema),
  /** Id of the run whose output was taken, as nothing had changed. */
  reusedFrom: z.optional(text),
  log: z.optional(path),
});

const runSchema = z.object({
  version: z.literal(runRecordVersion),
  /** RUN_ID in the containers, name of the run's folder. */
  id: text,
  kind: z.enum(['container', 'workflow']),
  /** Where the code is; `name` is that of its folder. */
  project: z.object({ folder: text, name: text }),
  dag: z.optional(text),
  /** Id of the job whose journal reports it while it runs. */
  job: z.optional(text),
  data: z.object({
    kind: z.enum(['sample', 'folder', 'run', 'none']),
    /** Folder, or id of the earlier run. */
    from: z.optional(text),
  }),
  /** Values of the workflow form. */
  form: z.record(text, z.unknown()),
  started: time,
  ended: z.optional(time),
  /** Undefined while it runs, and for ever when its process was killed. */
  outcome: z.optional(z.enum(outcomes)),
  reason: z.optional(text),
  /** Never removed by itself, as others are when there are many. */
  kept: z.optional(z.boolean()),
  /** The folder with one folder per series. */
  batch: path,
  tasks: z.array(taskSchema),
});

/** More files of one task are not listed one by one. */
export const mostFiles = 2000;

export type RunRecord = Readonly<z.infer<typeof runSchema>>;
export type RunTask = Readonly<z.infer<typeof taskSchema>>;
export type RunFile = Readonly<z.infer<typeof fileSchema>>;
export type RunSeries = Readonly<z.infer<typeof seriesSchema>>;
export type RunOutcome = (typeof outcomes)[number];

/** What a `run.json` says; undefined for text that is none, or one of another version. */
export function parseRunRecord(json: string): RunRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  const read = z.safeParse(runSchema, value);
  return read.success ? read.data : undefined;
}
