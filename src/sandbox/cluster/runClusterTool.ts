import { EdkError } from '../../core/errors/edkError.ts';
import { runTool, type RunToolOptions, type ToolCall } from '../../core/process/runTool.ts';
import type { ClusterAccess } from './clusterAccess.ts';
import { explainClusterFailure } from './explainClusterFailure.ts';

/**
 * Runs kubectl or Helm for a cluster.
 *
 * @throws EdkError `kubectl.missing`, `helm.missing`, `cluster.*`, else `tool.failed` with the tool's own words;
 * AbortError when cancelled.
 */
export async function runClusterTool<T>(
  access: ClusterAccess,
  call: ToolCall<T>,
  options: RunToolOptions & { readonly timeoutMs: number },
): Promise<T> {
  const { kubeconfig } = access;
  try {
    const environment = kubeconfig === undefined ? undefined : { KUBECONFIG: kubeconfig };
    return await runTool({ ...call, environment }, options);
  } catch (error) {
    throw error instanceof EdkError ? explainClusterFailure(error, access, call.executable) : error;
  }
}
