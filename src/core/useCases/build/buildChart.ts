import { copyFile, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { chartFingerprint } from '../../charts/stagedChart.ts';
import { packageChart } from '../../charts/packageChart.ts';
import { platformValues } from '../../charts/platformValues.ts';
import { refuseAdminResources } from '../../charts/readRendered.ts';
import { stageChart } from '../../charts/stageChart.ts';
import { EdkError } from '../../errors/edkError.ts';
import { explainFileError } from '../../errors/fileErrors.ts';
import { makeFolder, makePrivateFolder, writeCacheFile } from '../../files/writeFiles.ts';
import { withTemporaryFolder } from '../../files/temporaryFiles.ts';
import type { Settings } from '../../settings/settings.ts';
import type { ImagePlan } from '../../images/plan/imagePlan.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import type { Chart } from '../../project/chart.ts';
import { findHooks, findWorkloads } from '../../project/findWorkloads.ts';
import type { BuildableImage } from '../../project/requireBuildable.ts';
import { parseJson } from '../../text/parseJson.ts';
import type { EdkContext } from '../context/edkContext.ts';

const builtChartSchema = z.object({
  file: z.string(),
  name: z.string(),
  version: z.string(),
  sha256: z.string(),
  /** Hash of everything that went into it: the same content has the same fingerprint, whenever it is packaged. */
  fingerprint: z.string(),
  keywords: z.array(z.string()),
  manifests: z.array(
    z.object({
      template: z.string(),
      /** The person's own template. */
      file: z.string().optional(),
      content: z.record(z.string(), z.unknown()),
    }),
  ),
  imageReferences: z.array(
    z.object({
      reference: z.string(),
      kind: z.string(),
      name: z.string(),
      container: z.string(),
      template: z.string(),
      pullPolicy: z.string().optional(),
      /** The person's own template. */
      file: z.string().optional(),
    }),
  ),
  /** What runs once it is installed. */
  workloads: z.array(z.object({ kind: z.string(), name: z.string(), listed: z.boolean(), probed: z.boolean() })),
  /** Hooks that Helm runs before and after. */
  hooks: z.array(z.object({ kind: z.string(), name: z.string(), namespace: z.string(), events: z.array(z.string()) })),
});

/** A packaged chart that was rendered and checked. */
export type BuiltChart = z.infer<typeof builtChartSchema>;

interface ChartToBuild {
  readonly chart: Chart;
  readonly images: readonly ChartImage[];
}

/** An image of the project as the chart names it. */
export interface ChartImage extends Pick<BuildableImage, 'name' | 'role'> {
  readonly tag: string;
  /** Hash of the content if the tag does not contain it: new content means deploying the chart again. */
  readonly hiddenHash?: string | undefined;
}

export function chartImages({ images }: ImagePlan): ChartImage[] {
  return images.map(({ source: { name, role }, tags, carried, hash }) => {
    return { name, role, tag: tags[carried], hiddenHash: carried === 'version' ? hash : undefined };
  });
}

/** Packages a staged copy of the chart. Does not run Helm if it has packaged the same content before. */
export async function buildChart(edk: EdkContext, { chart, images }: ChartToBuild, step: JobStep): Promise<BuiltChart> {
  const { settings } = edk;
  const values = platformValues(chart, {
    buildVersion: settings.buildVersion,
    platformRegistry: settings.platformRegistry ?? settings.registry.pull,
    namespaces: settings.namespaces,
  });
  const tag = imageTag(chart, images);
  return withTemporaryFolder(async (folder) => {
    const staged = await stageChart({
      chart,
      targetFolder: folder,
      buildVersion: settings.buildVersion,
      imageTag: tag,
      registryPull: settings.registry.pull,
      imageNames: images.map(({ name }) => name),
      kaapanaRepository: settings.kaapanaRepository,
      templatesFolder: edk.templatesFolder,
    });
    for (const { kind, text } of staged.notes) {
      if (kind === 'warning') step.warn(text);
      else step.log(text);
    }
    const fingerprint = await chartFingerprint(staged, [
      values,
      ...images.flatMap(({ hiddenHash }) => hiddenHash ?? []),
    ]);
    const charts = await chartsFolder(settings.folders);
    const outputFolder = join(charts, fingerprint.slice(0, 24));
    const record = join(outputFolder, 'chart.json');
    const before = await readBuiltChart(record);
    if (before?.fingerprint === fingerprint) {
      step.skip(`unchanged: ${basename(before.file)}`);
      return before;
    }
    const packaged = await packageChart(
      {
        staged,
        helm: settings.helm,
        workFolder: folder,
        outputFolder,
        values,
        namespace: settings.namespaces.admin,
      },
      step,
    );
    refuseAdminResources(packaged.manifests, settings.namespaces.admin);
    const workloads = findWorkloads(packaged.manifests);
    const hooks = findHooks(packaged.manifests, settings.namespaces.admin);
    const built = { ...packaged, fingerprint, keywords: [...chart.keywords], workloads, hooks };
    const checked = builtChartSchema.parse(built);
    await writeCacheFile(record, JSON.stringify(checked));
    step.result(`${basename(checked.file)}, ${checked.manifests.length} manifests`);
    return checked;
  });
}

/** Where packaged charts are kept: in the cache, or in the state folder if no cache can be created. */
async function chartsFolder({ cache, state }: Settings['folders']): Promise<string> {
  try {
    return await makePrivateFolder(cache, 'charts');
  } catch (error) {
    if (!(error instanceof EdkError)) throw error;
    return makePrivateFolder(state, 'charts');
  }
}

/** Copies the archive to a folder of the user's choice. */
export async function exportChart(chart: BuiltChart, folder: string): Promise<string> {
  const target = join(folder, basename(chart.file));
  await makeFolder(folder);
  try {
    await copyFile(chart.file, target);
  } catch (error) {
    throw explainFileError(error, target);
  }
  return target;
}

/** The tag of the image that the chart runs: the one in global.image, otherwise the project's only DAG image. */
function imageTag(chart: Chart, images: readonly ChartImage[]): string | undefined {
  const global = z.object({ image: z.string() }).safeParse(chart.values['global']).data;
  const dagImages = images.filter(({ role }) => role === 'dag');
  const named = images.find(({ name }) => name === global?.image);
  return (named ?? (dagImages.length === 1 ? dagImages[0] : undefined))?.tag;
}

async function readBuiltChart(record: string): Promise<BuiltChart | undefined> {
  const chart = parseJson(await readFile(record, 'utf8').catch(() => ''), builtChartSchema);
  if (chart === undefined) return undefined;
  // The cache may be emptied at any time.
  return readFile(chart.file).then(
    () => chart,
    () => undefined,
  );
}
