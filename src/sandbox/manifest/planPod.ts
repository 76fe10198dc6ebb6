import { EdkError } from '../../core/errors/edkError.ts';
import type { ConfigurationData, ConfigurationEntries, ConfigurationReference } from './configurationData.ts';
import { planContainer } from './planContainer.ts';
import type { PodPlan, VolumeFile, VolumePlan } from './podPlan.ts';
import type { ReleaseNetwork } from './readNetwork.ts';
import { notModelledError } from './schemaParts.ts';
import type { VolumeSpec } from './volumeSchema.ts';
import type { PodTemplate } from './workloadSchema.ts';

interface PodContext {
  readonly namespace: string;
  readonly configuration: ConfigurationData;
  readonly network: ReleaseNetwork;
  /** Volumes that each pod gets of its own, by their names in the pod: those of a StatefulSet. */
  readonly ownClaims?: readonly { readonly name: string; readonly claim: string }[];
}

export function planPod({ metadata, spec }: PodTemplate, pod: PodContext): PodPlan {
  const { namespace, configuration, network, ownClaims = [] } = pod;
  const labels = metadata?.labels ?? {};
  const context = { namespace, configuration, labels, podSecurity: spec.securityContext };
  const plan: PodPlan = {
    namespace,
    labels,
    restartPolicy: spec.restartPolicy ?? 'Always',
    initContainers: (spec.initContainers ?? []).map((container) => planContainer(container, context)),
    containers: spec.containers.map((container) => planContainer(container, context)),
    volumes: [
      ...(spec.volumes ?? []).map((volume) => planVolume(volume, context)),
      ...ownClaims.map(({ name, claim }) => ({ name, kind: 'ownClaim' as const, claim })),
    ],
    graceSeconds: spec.terminationGracePeriodSeconds ?? 30,
    network: network.hasServices ? { kind: 'own', names: network.namesOf({ namespace, labels }) } : { kind: 'host' },
  };
  checkMounts(plan);
  return plan;
}

interface VolumeContext {
  readonly namespace: string;
  readonly configuration: ConfigurationData;
}

/** What a volume of a pod holds. */
function planVolume(volume: VolumeSpec, { namespace, configuration }: VolumeContext): VolumePlan {
  const { name, persistentVolumeClaim: claim, configMap, secret } = volume;
  if (claim) return { name, kind: 'claim', claim: claim.claimName, readOnly: claim.readOnly ?? false };
  const source = configMap ?? secret;
  if (!source) return { name, kind: 'empty' };
  const reference: ConfigurationReference = {
    kind: 'secretName' in source ? 'Secret' : 'ConfigMap',
    namespace,
    name: 'secretName' in source ? source.secretName : source.name,
    optional: source.optional,
  };
  const entries = configuration.entries(reference) ?? {};
  const files = source.items
    ? source.items.flatMap((item) => selectedFile(item, reference, configuration))
    : allFiles(entries);
  const mode = source.defaultMode ?? 0o644;
  return { name, kind: 'files', files: files.map((file) => ({ ...file, mode: file.mode ?? mode })) };
}

type FileOfSource = Omit<VolumeFile, 'mode'> & { readonly mode?: number | null | undefined };

function allFiles(entries: ConfigurationEntries): FileOfSource[] {
  return Object.entries(entries).map(([path, content]) => ({ path, content }));
}

function selectedFile(
  { key, path, mode }: NonNullable<NonNullable<VolumeSpec['configMap']>['items']>[number],
  reference: ConfigurationReference,
  configuration: ConfigurationData,
): FileOfSource[] {
  const content = configuration.entry(reference, key);
  return content === undefined ? [] : [{ path, content, mode }];
}

/** @throws EdkError for a mount of what the pod does not have, or cannot have here. */
function checkMounts({ initContainers, containers, volumes }: PodPlan): void {
  const known = new Map(volumes.map((volume) => [volume.name, volume]));
  const mounts = [...initContainers, ...containers].flatMap((container) =>
    container.mounts.map((mount) => ({ ...mount, container: container.name })),
  );
  for (const { container, volume, subPath } of mounts) {
    const found = known.get(volume);
    if (found === undefined) {
      throw new EdkError(
        'chart.invalid',
        `The container "${container}" mounts the volume "${volume}", which its pod does not have.`,
      );
    }
    if (found.kind === 'empty' && subPath !== undefined) {
      throw notModelledError(`The subPath "${subPath}" of the emptyDir "${volume}" in the container "${container}"`);
    }
  }
}
