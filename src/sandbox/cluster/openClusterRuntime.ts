import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { EdkError } from '../../core/errors/edkError.ts';
import type { NodeImages, OpenReleaseRuntime } from '../releases/releaseRuntime.ts';
import { paceOf } from '../start/platformOptions.ts';
import { createClusterHelm } from './clusterHelm.ts';
import type { ClusterAccess } from './clusterTool.ts';
import { createClusterReader } from './createClusterReader.ts';
import { createClusterReleases } from './createClusterReleases.ts';
import { createKubectl, type Kubectl } from './kubectl.ts';
import { createReleaseNotes } from './releaseNotes.ts';

/** Helm installs into a cluster, which pulls images, runs pods and serves Ingresses itself. */
export function openClusterRuntime(access: ClusterAccess): OpenReleaseRuntime {
  return async ({ options, state, closing, log }) => {
    const kubectl = createKubectl(access);
    const version = await checkCluster(kubectl, access, closing);
    log(`Releases are installed into the cluster of the context "${access.context}", Kubernetes ${version}.`);
    const { admin: namespace, services } = options.namespaces;
    const helm = createClusterHelm({ access, namespace, hookSeconds: paceOf(options).hookSeconds });
    const notes = createReleaseNotes(join(state.root, 'clusters', folderName(access.context)));
    const reader = createClusterReader({ helm, kubectl, notes, namespace, signal: closing });
    const provideNamespaces = (signal: AbortSignal) => kubectl.provideNamespace(services, signal);
    const releases = createClusterReleases({ helm, reader, notes, provideNamespaces, closing });
    return { releases, images: imagesOfCluster(access), served: () => [], close: () => releases.close() };
  };
}

/** Contexts may have any name. */
function folderName(context: string): string {
  return createHash('sha256').update(context).digest('hex').slice(0, 12);
}

function imagesOfCluster({ context }: ClusterAccess): NodeImages {
  const refuse = () =>
    Promise.reject(new Error(`the nodes of the cluster "${context}" pull their images from registries themselves`));
  return { pullImage: refuse, importImages: refuse };
}

/**
 * Checks that the context exists and its cluster answers.
 *
 * @returns the cluster's version
 * @throws EdkError `kubectl.missing`, `cluster.*`.
 */
async function checkCluster(kubectl: Kubectl, { context }: ClusterAccess, signal: AbortSignal): Promise<string> {
  const names = await kubectl.contexts(signal);
  if (!names.includes(context)) {
    throw new EdkError('cluster.unknownContext', `The kubeconfig has no context "${context}".`, {
      detail: names.length === 0 ? undefined : `Contexts: ${names.join(', ')}`,
      remedy:
        names.length === 0
          ? 'Your kubeconfig is empty or missing. Set KUBECONFIG to one that contains your cluster.'
          : `Choose one of these with --kube-context: ${names.join(', ')}.`,
    });
  }
  return await kubectl.serverVersion(signal);
}
