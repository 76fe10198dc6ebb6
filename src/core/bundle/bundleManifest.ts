import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { EdkError } from '../errors/edkError.ts';
import { formatBytes } from '../text/formatAmounts.ts';
import { parseJson } from '../text/parseJson.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);
/** A name inside the bundle; it must not point outside it. */
const fileName = z.string().regex(/^[\w][\w.+-]*$/);
const file = z.object({ file: fileName, sha256, bytes: z.number().int().nonnegative() });

const manifestSchema = z.object({
  format: z.literal('kaapana-edk bundle 1'),
  name: z.string(),
  version: z.string(),
  buildVersion: z.string(),
  /** ISO 8601, UTC. */
  made: z.string(),
  /** The registry whose name the images carry. */
  registry: z.string(),
  chart: file,
  imagesTar: file,
  images: z.array(z.object({ references: z.array(z.string()), digest, bytes: z.number().int().nonnegative() })),
  /** Images that the chart or an operator names and the platform has to have from elsewhere. */
  notIncluded: z.array(z.string()),
});

/** What stands in a bundle's manifest.json. */
export type BundleManifest = z.infer<typeof manifestSchema>;

export const manifestFile = 'manifest.json';

/** @throws EdkError `bundle.invalid`. */
export async function readBundleManifest(folder: string): Promise<BundleManifest> {
  const path = join(folder, manifestFile);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new EdkError('bundle.invalid', `${folder} is not a bundle: ${manifestFile} cannot be read.`, { cause });
  });
  const checked = manifestSchema.safeParse(parseJson(text, z.unknown()));
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw new EdkError('bundle.invalid', `${path} is not valid.`, {
    detail: issue === undefined ? undefined : `${issue.path.join('.')}: ${issue.message}`,
    place: { file: path },
  });
}

/** What the administrator of a platform without a network reads first. */
export function bundleReadme({
  name,
  version,
  buildVersion,
  chart,
  imagesTar,
  images,
  ...rest
}: BundleManifest): string {
  const list = images.map(({ references, digest }) => `- ${references.join(', ')}\n  ${digest}`).join('\n');
  const missing = rest.notIncluded.map((reference) => `- ${reference}`).join('\n');
  return `# ${name} ${version}

An extension for Kaapana ${buildVersion}, with everything it runs. It needs no network.

| file | what | SHA-256 |
| --- | --- | --- |
| ${chart.file} | the Helm chart | ${chart.sha256} |
| ${imagesTar.file} | ${images.length} images, ${formatBytes(imagesTar.bytes)} | ${imagesTar.sha256} |

## Install

1. Check that it is complete: \`edk bundle verify <this folder>\`, or \`sha256sum\` against the table above.
2. Put the images on the platform. Either upload ${imagesTar.file} and ${chart.file} in the platform's extension view, or
   import them on every node of the cluster: \`ctr -n k8s.io images import ${imagesTar.file}\`
   (with MicroK8s \`microk8s ctr images import ${imagesTar.file}\`).
3. Upload ${chart.file} in the platform's extension view, unless done already, and install ${name}.

The images are named after the registry ${rest.registry}. Nodes pull them only if they do not have them
(policy IfNotPresent, checked when this bundle was created); a platform that sets pull_policy_images to Always asks
the registry anyway.

## Images

${list}
${missing === '' ? '' : `\n## Not included\n\nThe platform must already have these images, or reach their registry:\n\n${missing}\n`}`;
}
