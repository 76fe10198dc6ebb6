import { EdkError } from '../../core/errors/edkError.ts';
import { isSafeName } from '../charts/chartFileName.ts';
import type { ConfigurationData } from './configurationData.ts';
import { planContainer } from './planContainer.ts';
import type { PodPlan, VolumePlan } from './podPlan.ts';
import type { PodTemplate, VolumeSpec } from './podSpecSchema.ts';
import type { ReleaseNetwork } from './readNetwork.ts';

export interface PodContext {
  readonly namespace: string;
  readonly configuration: ConfigurationData;
  readonly network: ReleaseNetwork;
}

export function planPod({ metadata, spec }: PodTemplate, pod: PodContext): PodPlan {
  const { namespace, configuration, network } = pod;
  const labels = metadata?.labels ?? {};
  const context = { namespace, configuration, podSecurity: spec.securityContext };
  const plan: PodPlan = {
    namespace,
    labels,
    restartPolicy: spec.restartPolicy ?? 'Always',
    initContainers: (spec.initContainers ?? []).map((container) => planContainer(container, context)),
    containers: spec.containers.map((container) => planContainer(container, context)),
    volumes: (spec.volumes ?? []).map((volume) => planVolume(volume, configuration)),
    graceSeconds: spec.terminationGracePeriodSeconds ?? 30,
    network: network.hasServices ? { kind: 'own', names: network.namesOf({ namespace, labels }) } : { kind: 'host' },
  };
  checkMounts(plan);
  return plan;
}

function planVolume(volume: VolumeSpec, configuration: ConfigurationData): VolumePlan {
  const { name } = volume;
  if (volume.persistentVolumeClaim !== undefined) {
    const claim = volume.persistentVolumeClaim.claimName;
    if (isSafeName(claim)) return { name, kind: 'claim', claim };
    throw new EdkError('platform.unsupported', `"${claim}" is no name for a PersistentVolumeClaim.`);
  }
  if (volume.configMap !== undefined) {
    return { name, kind: 'files', files: safeFiles(configuration.configMap(volume.configMap.name)) };
  }
  if (volume.secret !== undefined) {
    return { name, kind: 'files', files: safeFiles(configuration.secret(volume.secret.secretName)) };
  }
  return { name, kind: 'empty' };
}

function safeFiles(files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const bad = Object.keys(files).find((key) => !/^[-._a-zA-Z0-9]+$/.test(key) || key === '.' || key === '..');
  if (bad === undefined) return files;
  throw new EdkError('platform.unsupported', `"${bad}" is no key for a ConfigMap or Secret.`);
}

function checkMounts(plan: PodPlan): void {
  const known = new Set(plan.volumes.map(({ name }) => name));
  for (const container of [...plan.initContainers, ...plan.containers]) {
    const missing = container.mounts.find(({ volume }) => !known.has(volume));
    if (missing !== undefined) {
      throw new EdkError(
        'platform.unsupported',
        `The container "${container.name}" mounts the volume "${missing.volume}", which its pod does not have.`,
      );
    }
  }
}
