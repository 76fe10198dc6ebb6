import { connect } from 'node:net';
import type { HttpClient } from '../../core/http/httpClient.ts';
import type { ProbePlan } from '../manifest/podPlan.ts';
import type { RunningContainer } from './containerEngine.ts';

export interface ProbeTarget {
  readonly http: HttpClient;
  /** IP address of the pod. */
  readonly address: string;
  readonly container: RunningContainer;
}

/** Why a probe fails; undefined when it succeeds. */
export async function checkProbe(
  { check, timeoutSeconds }: ProbePlan,
  { http, address, container }: ProbeTarget,
  signal: AbortSignal,
): Promise<string | undefined> {
  const deadlineMs = Math.max(timeoutSeconds, 1) * 1000;
  const limit = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);
  try {
    switch (check.kind) {
      case 'http': {
        const url = new URL(check.path, `http://${address}:${check.port}`);
        const { status } = await http.send({ method: 'GET', url, headers: check.headers, signal, deadlineMs });
        return status >= 200 && status < 400 ? undefined : `${check.path} answered with ${status}`;
      }
      case 'tcp':
        await connectOnce(address, check.port, limit);
        return undefined;
      case 'exec': {
        const { exitCode, output } = await container.exec(check.command, limit);
        return exitCode === 0 ? undefined : `${check.command.join(' ')} ended with ${exitCode}: ${output}`;
      }
    }
  } catch (error) {
    signal.throwIfAborted();
    if (limit.aborted) return `no answer within ${deadlineMs / 1000} s`;
    return error instanceof Error ? error.message : String(error);
  }
}

async function connectOnce(host: string, port: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const socket = connect({ host, port, signal });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
  });
}
