import type { z } from 'zod';
import type { ErrorCode } from '../../core/errors/catalogue.ts';
import { EdkError } from '../../core/errors/edkError.ts';
import { runTool, type RunToolOptions, type ToolCall } from '../../core/process/runTool.ts';
import { parseJson } from '../../core/text/parseJson.ts';

/** A cluster as a context of the person's kubeconfig names it; kubectl and Helm do the signing in. */
export interface ClusterAccess {
  readonly context: string;
  /** Content of KUBECONFIG; by default the tools look in their usual place. */
  readonly kubeconfig: string | undefined;
  /** Path or name of the executable. */
  readonly kubectl: string;
  /** Path or name of the executable. */
  readonly helm: string;
}

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

/** The JSON that kubectl or Helm printed. @throws EdkError `tool.failed` for output of another shape. */
export function readToolJson<T>(tool: 'kubectl' | 'helm', text: string, schema: z.ZodType<T>): T {
  const value = parseJson(text, schema);
  if (value !== undefined) return value;
  throw new EdkError('tool.failed', `${tool} returned unexpected output.`, { detail: text.slice(0, keptCharacters) });
}

const keptCharacters = 2000;

// Messages of the Kubernetes Go client, which both tools use, and of our own time limit.
const signs: readonly (readonly [ErrorCode, RegExp])[] = [
  ['cluster.unknownContext', /context "[^"]*" does not exist|context was not found for specified context/i],
  [
    'cluster.unreachable',
    /cluster unreachable|unable to connect to the server|the connection to the server .* was refused|connection refused|connection reset|no such host|no route to host|network is unreachable|i\/o timeout|tls handshake timeout|client\.timeout exceeded|^command timed out/im,
  ],
  [
    'cluster.refused',
    /\bunauthorized\b|\(forbidden\)|\bis forbidden: user\b|must be logged in|getting credentials: exec/i,
  ],
];

/** Turns a tool's failure into an error about the cluster, where it is one. */
export function explainClusterFailure(
  error: EdkError,
  { context, kubectl }: ClusterAccess,
  executable: string,
): EdkError {
  if (error.code === 'tool.missing') {
    return executable === kubectl
      ? new EdkError('kubectl.missing', `kubectl was not found ("${executable}").`, { cause: error })
      : new EdkError('helm.missing', `Helm was not found ("${executable}").`, { cause: error });
  }
  const said = `${error.detail ?? ''}\n${error.message}`;
  const code = signs.find(([, pattern]) => pattern.test(said))?.[0];
  if (error.code !== 'tool.failed' || code === undefined) return error;
  const { detail } = error;
  switch (code) {
    case 'cluster.unreachable':
      return new EdkError(code, `The cluster of the context "${context}" cannot be reached.`, {
        detail,
        remedy: `Check with "kubectl --context ${context} get nodes" that it is running and its address is correct.`,
        cause: error,
      });
    case 'cluster.refused':
      return new EdkError(code, `The cluster of the context "${context}" refuses this user.`, { detail, cause: error });
    default:
      return new EdkError(code, `The kubeconfig has no context "${context}".`, { detail, cause: error });
  }
}
