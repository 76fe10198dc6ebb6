import { connect, createServer, type Server, type Socket } from 'node:net';
import { pipeline } from 'node:stream';
import { EdkError } from '../../core/errors/edkError.ts';
import { readyAddresses } from '../ingress/ingressTable.ts';
import type { NodePortPlan, ReleasePlan } from '../manifest/podPlan.ts';
import { listen } from '../start/listen.ts';
import type { Release } from './release.ts';

/** A release as it is at any moment; its ports are closed with its pods. */
interface RunningRelease {
  readonly release: Release;
  readonly plan: ReleasePlan | undefined;
  readonly pods: AbortController;
}

/** Opens the NodePorts of Services on 127.0.0.1, where Kubernetes opens them on every node. */
export interface NodePorts {
  /**
   * Opens the ports of a release for as long as its pods may run.
   *
   * @returns a sentence for each port that another program uses; the release does without it
   * @throws EdkError `chart.invalid` for a port of another Service, which Kubernetes refuses.
   */
  open(live: RunningRelease): Promise<string[]>;
}

export function createNodePorts(log: (line: string) => void): NodePorts {
  const allocated = new Set<number>();
  return {
    async open(live) {
      const plans = live.plan?.nodePorts ?? [];
      const { signal } = live.pods;
      plans.forEach(({ service, nodePort }, index) => {
        if (!allocated.has(nodePort) && plans.findIndex((plan) => plan.nodePort === nodePort) === index) return;
        throw new EdkError('chart.invalid', `Service "${service}": nodePort ${nodePort} is already allocated.`);
      });
      const trouble: string[] = [];
      for (const plan of plans) {
        signal.throwIfAborted();
        allocated.add(plan.nodePort);
        signal.addEventListener('abort', () => allocated.delete(plan.nodePort), { once: true });
        try {
          await openPort(plan, live);
          log(`${live.release.name}: the NodePort of ${plan.service} is open at 127.0.0.1:${plan.nodePort}.`);
        } catch (error) {
          if (!(error instanceof EdkError)) throw error;
          trouble.push(error.message);
          log(`${live.release.name}: ${error.message}`);
        }
      }
      return trouble;
    },
  };
}

async function openPort(plan: NodePortPlan, live: RunningRelease): Promise<void> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const route = { workloads: plan.workloads, port: plan.port };
    const addresses = readyAddresses({ release: live.release, route });
    const pod = connectTo(addresses[Math.floor(Math.random() * addresses.length)]);
    if (pod === undefined) client.destroy();
    else join(client, pod, sockets);
  });
  await listen(server, plan.nodePort, `the NodePort of the Service "${plan.service}"`);
  server.on('error', () => undefined);
  const close = (): void => endServer(server, sockets);
  live.pods.signal.addEventListener('abort', close, { once: true });
  if (live.pods.signal.aborted) close();
}

function connectTo(address: string | undefined): Socket | undefined {
  const [host, port] = (address ?? '').split(':');
  return host === undefined || port === undefined
    ? undefined
    : connect({ host, port: Number(port), allowHalfOpen: true });
}

function join(client: Socket, pod: Socket, sockets: Set<Socket>): void {
  for (const socket of [client, pod]) {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  }
  // Whichever side breaks off, the other is closed too.
  pipeline(client, pod, () => undefined);
  pipeline(pod, client, () => undefined);
}

function endServer(server: Server, sockets: ReadonlySet<Socket>): void {
  server.close();
  for (const socket of sockets) socket.destroy();
}
