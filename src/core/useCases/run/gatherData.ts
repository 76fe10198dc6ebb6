import { EdkError } from '../../errors/edkError.ts';
import { findRun } from '../../runs/runFolder.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import type { DagTask } from '../../runs/dag/dagSchema.ts';
import { chooseSeries, listSeries, provideSample, requireDataFolder, type DataChoice } from './inputData.ts';
import type { RunContext } from './runContext.ts';

export interface GatheredData {
  readonly folder: string | undefined;
  readonly identifiers: readonly string[];
  /** What tells it from other data. */
  readonly key: readonly string[];
  /** Id of the run whose outputs are the input. */
  readonly within?: string | undefined;
}

interface DataQuestion {
  readonly choice: DataChoice;
  /** Of the form: the modalities that the workflow takes. */
  readonly input: unknown;
  readonly tasks: readonly DagTask[];
}

/** Looks for the series that a run takes. */
export async function gatherData(
  runContext: RunContext,
  { choice, input, tasks }: DataQuestion,
  step: JobStep,
): Promise<GatheredData> {
  const image = await runContext.runImage('stand-ins');
  const tools = { ...runContext, image };
  const { folder, within } = await placeOf(tools, choice, step);
  const series = await listSeries(tools, folder, step);
  const chosen = chooseSeries(series.series, { input, tasks });
  const identifiers = chosen.map(({ uid }) => uid);
  return { folder, identifiers, key: [series.key, ...identifiers], within };
}

async function placeOf(
  tools: RunContext & { readonly image: string },
  choice: DataChoice,
  step: JobStep,
): Promise<{ readonly folder: string; readonly within?: string }> {
  if (choice.kind === 'sample') return { folder: await provideSample(tools, step) };
  if (choice.kind === 'folder') return { folder: await requireDataFolder(choice.from) };
  const { record } = await findRun(tools.edk.settings.folders.state, choice.from);
  if (record.data.from === undefined) throw new EdkError('run.noData', `${record.id} had no input data.`);
  return { folder: await requireDataFolder(record.data.from), within: record.id };
}
