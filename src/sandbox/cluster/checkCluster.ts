import { EdkError } from '../../core/errors/edkError.ts';
import type { ClusterAccess } from './clusterAccess.ts';
import type { Kubectl } from './kubectl.ts';

/**
 * Checks that the context exists and its cluster answers.
 *
 * @returns the cluster's version
 * @throws EdkError `kubectl.missing`, `cluster.*`.
 */
export async function checkCluster(kubectl: Kubectl, { context }: ClusterAccess, signal: AbortSignal): Promise<string> {
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
