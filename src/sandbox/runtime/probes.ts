import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpClient } from '../../core/http/httpClient.ts';
import type { ProbePlan, ProbesPlan } from '../manifest/podPlan.ts';
import type { RunningContainer } from './containerEngine.ts';

interface ProbeWatch {
  readonly probes: ProbesPlan;
  /** Why a probe fails; undefined when it succeeds. */
  readonly check: (probe: ProbePlan, signal: AbortSignal) => Promise<string | undefined>;
  /** Ends the watch. */
  readonly signal: AbortSignal;
  /** Called when it changes, with the reason when it is not ready. */
  readonly setReady: (ready: boolean, message: string) => void;
  /** The container must be started again. Called once. */
  readonly setUnhealthy: (message: string) => void;
}

/** Asks a running container's probes as a node does, until the signal. */
export async function watchProbes(watch: ProbeWatch): Promise<void> {
  const { startup, readiness, liveness } = watch.probes;
  try {
    if (startup !== undefined && !(await untilStarted(startup, watch))) return;
    if (readiness === undefined) watch.setReady(true, '');
    await Promise.all([
      readiness === undefined ? undefined : watchReadiness(readiness, watch),
      liveness === undefined ? undefined : watchLiveness(liveness, watch),
    ]);
  } catch (error) {
    if (!watch.signal.aborted) throw error;
  }
}

async function untilStarted(probe: ProbePlan, watch: ProbeWatch): Promise<boolean> {
  for await (const { failures, message } of answers(probe, watch)) {
    if (message === undefined) return true;
    watch.setReady(false, `Startup probe failed: ${message}`);
    if (failures >= probe.failureThreshold) {
      watch.setUnhealthy(`Startup probe failed: ${message}`);
      return false;
    }
  }
  return false;
}

async function watchReadiness(probe: ProbePlan, watch: ProbeWatch): Promise<void> {
  let ready = false;
  for await (const { successes, failures, message } of answers(probe, watch)) {
    if (message === undefined && !ready && successes >= probe.successThreshold) {
      ready = true;
      watch.setReady(true, '');
    }
    // Before it was ready once, the first failure says why it is not.
    if (message !== undefined && (!ready || failures >= probe.failureThreshold)) {
      ready = false;
      watch.setReady(false, `Readiness probe failed: ${message}`);
    }
  }
}

async function watchLiveness(probe: ProbePlan, watch: ProbeWatch): Promise<void> {
  for await (const { failures, message } of answers(probe, watch)) {
    if (message !== undefined && failures >= probe.failureThreshold) {
      watch.setUnhealthy(`Liveness probe failed: ${message}`);
      return;
    }
  }
}

interface ProbeAnswer {
  /** In a row, with this one. */
  readonly successes: number;
  readonly failures: number;
  readonly message: string | undefined;
}

async function* answers(probe: ProbePlan, { check, signal }: ProbeWatch): AsyncGenerator<ProbeAnswer> {
  await sleep(probe.initialDelaySeconds * 1000, undefined, { signal });
  let successes = 0;
  let failures = 0;
  for (;;) {
    const message = await check(probe, signal);
    signal.throwIfAborted();
    successes = message === undefined ? successes + 1 : 0;
    failures = message === undefined ? 0 : failures + 1;
    yield { successes, failures, message };
    await sleep(probe.periodSeconds * 1000, undefined, { signal });
  }
}

interface ProbeTarget {
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
