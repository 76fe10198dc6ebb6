import { z } from 'zod';
import { readReference } from '../text/imageReference.ts';
import type { DagTask } from './dag/dagSchema.ts';

/** How a task of a DAG runs on this machine. */
export type Launch =
  /** A container of the project, or of an image that the Engine has. */
  | { readonly kind: 'container'; readonly image: string; readonly own: string | undefined }
  /** One of the platform's operators, by our own program. */
  | { readonly kind: 'standIn'; readonly reads: string; readonly writes: string }
  /** A Python function of the DAG. */
  | { readonly kind: 'python' }
  /** Output that the person gives. */
  | { readonly kind: 'stub'; readonly folder: string }
  /** Nothing here can stand for it. */
  | { readonly kind: 'none'; readonly reason: string };

/** `operators.json` of the stand-ins: what of the platform's operators they can do. */
export const standInTableSchema = z.object({
  operators: z.record(
    z.string(),
    z.object({
      kind: z.enum(['standIn', 'recorded', 'none']),
      reads: z.string().optional(),
      writes: z.string().optional(),
      reason: z.string().optional(),
    }),
  ),
});

export type StandInTable = Readonly<z.infer<typeof standInTableSchema>>;

export interface LaunchSurroundings {
  readonly standIns: StandInTable;
  /** Names of the project's images. */
  readonly ownImages: ReadonlySet<string>;
  /** Folders by task id. */
  readonly stubs: ReadonlyMap<string, string>;
}

export function planLaunch(task: DagTask, { standIns, ownImages, stubs }: LaunchSurroundings): Launch {
  const stub = stubs.get(task.id);
  if (stub !== undefined) return { kind: 'stub', folder: stub };
  if (task.launchApplicationChart !== undefined) {
    return none(`It starts the application ${task.launchApplicationChart}, which needs a platform.`);
  }
  if (task.devServer !== undefined) return none('It starts a development server, which needs a platform.');
  switch (task.kind) {
    case 'container':
      return task.image === undefined ? none('Its image is not known.') : containerOf(task.image, ownImages);
    case 'builtIn':
      return standInOf(task.operator, standIns);
    case 'python':
    case 'branch':
      return { kind: 'python' };
    case 'taskApi':
      return none('Task API containers cannot run on this machine yet.');
    case 'other':
      return none(`${task.operator} only runs in Airflow.`);
  }
}

function containerOf(image: string, ownImages: ReadonlySet<string>): Launch {
  return { kind: 'container', image, own: ownName(image, ownImages) };
}

/** The image of the project that a reference means, in whatever registry the platform would look for it. */
export function ownName(image: string, ownImages: ReadonlySet<string>): string | undefined {
  const read = readReference(image);
  if (!read.valid) return undefined;
  const { repository } = read.reference;
  return [...ownImages].find((name) => repository === name || repository.endsWith(`/${name}`));
}

function standInOf(operator: string, { operators }: StandInTable): Launch {
  const entry = Object.hasOwn(operators, operator) ? operators[operator] : undefined;
  if (entry === undefined) return none(`There is no stand-in for ${operator}.`);
  if (entry.kind === 'none') return none(entry.reason ?? `There is no stand-in for ${operator}.`);
  return { kind: 'standIn', reads: entry.reads ?? 'any', writes: entry.writes ?? 'any' };
}

function none(reason: string): Launch {
  return { kind: 'none', reason };
}

/**
 * Whether the same inputs give the same output and nothing else happens: only then an earlier output can be taken. What
 * a stand-in writes into the folders that play MinIO and the PACS has to happen each time.
 */
export function isRepeatable(launch: Launch): boolean {
  switch (launch.kind) {
    case 'container':
      return true;
    case 'standIn':
      return ['data', 'series', 'run', 'any'].includes(launch.reads) && ['series', 'run'].includes(launch.writes);
    case 'python':
    case 'stub':
    case 'none':
      return false;
  }
}

/** Operators of the platform that do the same whatever the form says; the series that were chosen are told apart. */
const withoutForm = [
  'GetInputOperator',
  'LocalGetInputDataOperator',
  'GetRefSeriesOperator',
  'LocalGetRefSeriesOperator',
  'DcmConverterOperator',
  'Mask2nifitiOperator',
];

/** Whether other answers of the form may change what a task writes. */
export function readsForm({ operator }: Pick<DagTask, 'operator'>, { kind }: Launch): boolean {
  return kind !== 'standIn' || !withoutForm.includes(operator);
}

/** Tasks that have to come before one, in an order in which each comes after what it needs. */
export function ancestorsOf(tasks: readonly DagTask[], id: string): DagTask[] {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const ordered = new Map<string, DagTask>();
  const visit = (task: DagTask, path: ReadonlySet<string>): void => {
    for (const name of task.upstream) {
      const before = byId.get(name);
      // Airflow refuses a cycle; a guess of the static reader must not hang.
      if (before === undefined || path.has(name) || ordered.has(name)) continue;
      visit(before, new Set([...path, name]));
      ordered.set(name, before);
    }
  };
  const target = byId.get(id);
  if (target !== undefined) visit(target, new Set([id]));
  return [...ordered.values()];
}
