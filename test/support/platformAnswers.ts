/** Answers of a platform, in the shapes of Kaapana 0.6. */

interface PodFacts {
  readonly name?: string;
  readonly status: string;
  readonly ready?: string;
  readonly restarts?: string;
  readonly age?: string;
  readonly message?: string;
}

export interface ReleaseAnswerFacts {
  readonly name?: string;
  readonly helmStatus?: string;
  readonly updated?: string;
  readonly pods?: readonly PodFacts[] | 'unknown';
  readonly links?: readonly string[];
}

export function deploymentAnswer({
  name = 'lung-workflow',
  helmStatus = 'deployed',
  updated = '2026-11-22 08:48:50.018375601 +0000 UTC',
  pods = [],
  links = [],
}: ReleaseAnswerFacts = {}): Record<string, unknown> {
  const known = pods === 'unknown' ? [] : pods;
  return {
    deployment_id: name,
    helm_status: helmStatus,
    helm_info: { name, revision: '1', status: helmStatus, updated },
    kube_status: pods === 'unknown' ? 'unknown' : known.map(({ status }) => status),
    kube_info:
      pods === 'unknown'
        ? null
        : {
            name: known.map((pod, index) => pod.name ?? `pod-${index}`),
            status: known.map(({ status }) => status),
            ready: known.map(({ ready }) => ready ?? '1/1'),
            restarts: known.map(({ restarts }) => restarts ?? '0'),
            age: known.map(({ age }) => age ?? '10s'),
            ...(known.some(({ message }) => message !== undefined)
              ? { message: known.map(({ message }) => message ?? null) }
              : {}),
          },
    links,
    ready: true,
  };
}

export function extensionAnswer(
  changes: Readonly<Record<string, unknown>> = {},
  ...releases: readonly ReleaseAnswerFacts[]
): Record<string, unknown> {
  return {
    chart_name: 'lung-workflow',
    name: 'lung-workflow',
    releaseName: 'lung-workflow',
    display_name: '',
    description: 'Finds lungs',
    kind: 'dag',
    keywords: ['kaapanaworkflow'],
    experimental: 'no',
    multiinstallable: 'no',
    resourceRequirement: 'cpu',
    annotations: { 'ui-visible-name': 'Lung' },
    extension_params: null,
    version: '0.6.0',
    latest_version: '0.6.0',
    versions: ['0.6.0'],
    available_versions: { '0.6.0': { deployments: releases.map(deploymentAnswer) } },
    installed: releases.length > 0 ? 'yes' : 'no',
    helmStatus: null,
    kubeStatus: null,
    links: [],
    ...changes,
  };
}

export function statusAnswer(helmStatus: string, lastDeployed = 'Sun Nov 22 08:48:50 2026'): Record<string, unknown> {
  return {
    NAME: 'lung-workflow',
    'LAST DEPLOYED': lastDeployed,
    NAMESPACE: 'admin',
    STATUS: helmStatus,
    REVISION: 1,
    'TEST SUITE': 'None',
  };
}

export const noSuchRelease = { status: 404, body: 'Release not found' };
