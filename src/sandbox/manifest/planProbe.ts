import { EdkError } from '../../core/errors/edkError.ts';
import type { ProbeCheck, ProbePlan } from './podPlan.ts';
import type { ContainerSpec, ProbeSpec } from './containerSchema.ts';

/** A probe with Kubernetes' defaults. @throws EdkError `chart.invalid` for one without a check. */
export function planProbe(probe: ProbeSpec | null | undefined, container: ContainerSpec): ProbePlan | undefined {
  if (probe === null || probe === undefined) return undefined;
  return {
    check: planCheck(probe, container),
    initialDelaySeconds: probe.initialDelaySeconds ?? 0,
    periodSeconds: probe.periodSeconds ?? 10,
    timeoutSeconds: probe.timeoutSeconds ?? 1,
    failureThreshold: probe.failureThreshold ?? 3,
    successThreshold: probe.successThreshold ?? 1,
  };
}

function planCheck({ httpGet, tcpSocket, exec }: ProbeSpec, container: ContainerSpec): ProbeCheck {
  if (httpGet !== undefined) {
    const headers = Object.fromEntries((httpGet.httpHeaders ?? []).map(({ name, value }) => [name, value]));
    const path = httpGet.path ?? '/';
    return {
      kind: 'http',
      port: portOf(httpGet.port, container),
      path: path.startsWith('/') ? path : `/${path}`,
      headers,
    };
  }
  if (tcpSocket !== undefined) return { kind: 'tcp', port: portOf(tcpSocket.port, container) };
  if (exec !== undefined) return { kind: 'exec', command: exec.command };
  throw new EdkError('chart.invalid', `A probe of the container "${container.name}" has no check.`);
}

function portOf(port: number | string, { name, ports }: ContainerSpec): number {
  if (typeof port === 'number') return port;
  const found = (ports ?? []).find((entry) => entry.name === port);
  if (found !== undefined) return found.containerPort;
  throw new EdkError(
    'chart.invalid',
    `A probe of the container "${name}" uses the port "${port}", which the container does not have.`,
  );
}
