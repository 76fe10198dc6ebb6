import type { ConfigurationData } from './configurationData.ts';
import { planContainer } from './planContainer.ts';
import type { PodPlan } from './podPlan.ts';
import { checkMounts, planVolume } from './planVolume.ts';
import type { ReleaseNetwork } from './readNetwork.ts';
import type { PodTemplate } from './workloadSchema.ts';

export interface PodContext {
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
