import { formatBytes } from '../text/formatBytes.ts';
import type { BundleManifest } from './bundleManifest.ts';

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
