import { EdkError } from '../errors/edkError.ts';
import { runTool, type ToolCall } from '../process/runTool.ts';

export interface HelmLimits {
  readonly timeoutMs: number;
  readonly maxOutputBytes: number;
}

/** Helm answers within a second; a template that loops, or writes without end, is stopped. */
const usualLimits: HelmLimits = { timeoutMs: 60_000, maxOutputBytes: 20_000_000 };

/** Fetching dependencies takes as long as the network does. */
export const fetchLimits: HelmLimits = { ...usualLimits, timeoutMs: 300_000 };

/**
 * Runs Helm.
 *
 * @throws EdkError `helm.missing` when it cannot be started, `disk.*` when it cannot write, else `tool.failed` with its
 * own words; AbortError when cancelled.
 */
export async function runHelm<T>(call: ToolCall<T>, signal: AbortSignal, limits = usualLimits): Promise<T> {
  try {
    return await runTool(call, { signal, ...limits });
  } catch (error) {
    throw explain(error, call.executable);
  }
}

function explain(error: unknown, executable: string): unknown {
  if (!(error instanceof EdkError)) return error;
  if (error.code === 'tool.missing') {
    return new EdkError('helm.missing', `Helm was not found ("${executable}").`, { cause: error });
  }
  if (error.code !== 'tool.failed') return error;
  const { cause, detail = '' } = error;
  if (cause instanceof Error && 'code' in cause && (cause.code === 'EACCES' || cause.code === 'ENOEXEC')) {
    return new EdkError('helm.missing', `Helm cannot be started: "${executable}" is no program.`, { cause: error });
  }
  if (/no space left on device|disk quota exceeded/iu.test(detail)) {
    return new EdkError('disk.full', 'No space left on the disk while Helm wrote the chart.', { detail, cause: error });
  }
  if (/read-only file system/iu.test(detail)) {
    return new EdkError('disk.readOnly', 'Helm cannot write: the disk is read-only.', { detail, cause: error });
  }
  return error;
}
