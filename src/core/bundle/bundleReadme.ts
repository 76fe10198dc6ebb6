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

An extension for Kaapana ${buildVersion}, with everything that it runs. Nothing is fetched from a network.

| file | what | SHA-256 |
| --- | --- | --- |
| ${chart.file} | the Helm chart | ${chart.sha256} |
| ${imagesTar.file} | ${images.length} images, ${formatBytes(imagesTar.bytes)} | ${imagesTar.sha256} |

## Install

1. Check that it arrived whole: \`edk bundle verify <this folder>\`, or \`sha256sum\` against the table above.
2. Put the images on the platform. Either upload ${imagesTar.file} and ${chart.file} in the platform's extension view, or
   import them on every node of the cluster: \`ctr -n k8s.io images import ${imagesTar.file}\`
   (with MicroK8s \`microk8s ctr images import ${imagesTar.file}\`).
3. Upload ${chart.file} in the platform's extension view, where it was not done yet, and install ${name}.

The images carry the name of the registry ${rest.registry}. The chart pulls them only where a node does not have them
(policy IfNotPresent, which was checked when this bundle was made); a platform that sets pull_policy_images to Always would
ask the registry all the same.

## Images

${list}
${missing === '' ? '' : `\n## Not included\n\nThe platform has to have these, or reach their registry:\n\n${missing}\n`}`;
}
