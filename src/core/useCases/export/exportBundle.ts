import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { bundleReadme, manifestFile, type BundleManifest } from '../../bundle/bundleManifest.ts';
import { writeImagesTar, type BundledImage } from '../../bundle/writeImagesTar.ts';
import { EdkError } from '../../errors/edkError.ts';
import { explainFileError } from '../../errors/fileErrors.ts';
import { makeFolder } from '../../files/writeFiles.ts';
import { unfinishedName } from '../../files/temporaryFiles.ts';
import type { JobStep } from '../../jobs/jobStep.ts';
import type { RegistryClient } from '../../registry/registryClient.ts';
import { formatBytes } from '../../text/formatAmounts.ts';
import { exportChart } from '../build/buildChart.ts';
import { buildProject, type BuiltProject } from '../build/buildProject.ts';
import { requireImage } from '../../project/references/imageReference.ts';
import { requireOfflinePulls } from './requireOfflinePulls.ts';
import { connectToRegistry, type EdkContext } from '../context/edkContext.ts';

export interface ExportBundleOptions {
  readonly folder: string;
  /** Where the bundle's folder goes. */
  readonly outputFolder: string;
  /** The registry whose name the images carry: how the platform's cluster calls it. */
  readonly platformRegistry: string;
}

/**
 * Builds an extension for a platform that reaches no registry of ours, and puts all of it into one folder: images as one
 * tar, chart, manifest with digests, and what its administrator has to do. The folder is whole or not there.
 *
 * @throws EdkError `chart.invalid` for a pull policy that needs a network, and what building throws.
 */
export async function exportBundle(
  edk: EdkContext,
  { folder, outputFolder, platformRegistry }: ExportBundleOptions,
  step: JobStep,
): Promise<{ readonly folder: string; readonly manifest: BundleManifest }> {
  const { registry } = edk.settings;
  const settings = { ...edk.settings, registry: { push: registry.push, pull: platformRegistry } };
  const built = await buildProject({ ...edk, settings }, folder, step);
  requireOfflinePulls(settings, built);
  const { name, version } = built.chart;
  const target = join(outputFolder, `${name}-${version}-bundle`);
  await makeFolder(outputFolder).catch((error: unknown) => {
    throw explainFileError(error, outputFolder);
  });
  const unfinished = await unfinishedName(target);
  try {
    await mkdir(unfinished);
    const manifest = await step.run('Write the bundle', (writing) =>
      fillFolder(edk, { built, folder: unfinished, platformRegistry }, writing),
    );
    await rm(target, { recursive: true, force: true });
    await rename(unfinished, target);
    return { folder: target, manifest };
  } catch (error) {
    throw explainFileError(error, target);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

interface BundleContent {
  readonly built: BuiltProject;
  readonly folder: string;
  readonly platformRegistry: string;
}

async function fillFolder(
  edk: EdkContext,
  { built, folder, platformRegistry }: BundleContent,
  step: JobStep,
): Promise<BundleManifest> {
  const { chart } = built;
  const { client } = connectToRegistry(edk, edk.settings.registry.push, step.signal);
  const { included, notIncluded } = referencesOf(built, platformRegistry);
  const images = await readImages(client, included, { platformRegistry, signal: step.signal });
  const tar = 'images.tar';
  const written = await writeImagesTar(
    {
      file: join(folder, tar),
      images: images.map(({ image }) => image),
      readBlob: ({ image, blob: { digest, size } }, receive) => {
        const repository = images.find((one) => one.image === image)?.repository ?? '';
        return client.readBlob({ repository, digest, size }, receive, step.signal);
      },
    },
    step,
  );
  const chartFile = await exportChart(chart, folder);
  const manifest: BundleManifest = {
    format: 'kaapana-edk bundle 1',
    name: chart.name,
    version: chart.version,
    buildVersion: edk.settings.buildVersion,
    made: new Date().toISOString(),
    registry: platformRegistry,
    chart: { file: basename(chartFile), sha256: chart.sha256, bytes: (await stat(chartFile)).size },
    imagesTar: { file: tar, ...written },
    images: images.map(({ image: { references, digest, config, layers } }) => ({
      references: [...references],
      digest,
      bytes: [config, ...layers].reduce((sum, { size }) => sum + size, 0),
    })),
    notIncluded,
  };
  for (const reference of notIncluded) {
    step.warn(`${reference} is not in the bundle: the platform has to have it, or reach its registry.`);
  }
  await writeFile(join(folder, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`);
  await writeFile(join(folder, 'README.md'), bundleReadme(manifest));
  step.result(`${images.length} images, ${formatBytes(written.bytes)}`);
  return manifest;
}

/** What runs on the platform: images of the project but for its bases, and what the chart names. */
function referencesOf(
  { images, chart }: BuiltProject,
  platformRegistry: string,
): { included: string[]; notIncluded: string[] } {
  const own = images
    .filter(({ image }) => image.source.role !== 'base')
    .flatMap(({ image }) => [image.pull.immutable, image.pull.version]);
  const named = chart.imageReferences.map(({ reference }) => reference);
  const isOurs = (reference: string): boolean => reference.startsWith(`${platformRegistry}/`);
  return {
    included: [...new Set([...own, ...named.filter(isOurs)])],
    notIncluded: [...new Set(named.filter((reference) => !isOurs(reference)))].sort(),
  };
}

interface FoundImage {
  readonly repository: string;
  readonly image: BundledImage;
}

/** References to the same image come together. */
async function readImages(
  client: RegistryClient,
  references: readonly string[],
  { platformRegistry, signal }: { readonly platformRegistry: string; readonly signal: AbortSignal },
): Promise<FoundImage[]> {
  const found = new Map<string, FoundImage>();
  for (const reference of references) {
    const { repository, tag } = requireImage(reference, [platformRegistry]);
    const manifest = await client.manifest(repository, tag, signal);
    if (manifest === undefined) {
      throw new EdkError('registry.contentMissing', `The registry has no ${repository}:${tag}.`);
    }
    if (manifest.content.kind !== 'image') {
      throw new EdkError('registry.failed', `${repository}:${tag} is an index of several images, not one.`, {
        remedy: 'Name the image for the processor of the platform.',
      });
    }
    const { digest, mediaType, bytes, content } = manifest;
    const key = `${repository}@${digest}`;
    const before = found.get(key)?.image.references ?? [];
    const { config, layers } = content;
    const image = { references: [...before, reference], digest, mediaType, manifest: bytes, config, layers };
    found.set(key, { repository, image });
  }
  return [...found.values()];
}
