import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { cluster, readKubeconfig } from './testCluster.ts';

/** Another way to the cluster, which can be cut: then its address answers as that of a cluster that is stopped. */
export interface Relay {
  /** Of a context of the same name that takes this way. */
  readonly kubeconfig: string;
  cut(): Promise<void>;
  mend(): Promise<void>;
}

export async function startRelay(kubeconfig: string): Promise<Relay> {
  let server: Server | undefined;
  const sockets = new Set<Socket>();
  const listen = async (port: number): Promise<number> => {
    const listening = createServer((client) => {
      const other = connect(cluster.port, '127.0.0.1');
      for (const socket of [client, other]) {
        sockets.add(socket);
        socket
          .on('error', () => undefined)
          .on('close', () => {
            sockets.delete(socket);
            client.destroy();
            other.destroy();
          });
      }
      client.pipe(other).pipe(client);
    });
    listening.listen(port, '127.0.0.1');
    await once(listening, 'listening');
    server = listening;
    const address = listening.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  };
  const port = await listen(0);
  const content = readKubeconfig();
  content.clusters[0].cluster.server = `https://127.0.0.1:${port}`;
  writeFileSync(kubeconfig, JSON.stringify(content), { mode: 0o600 });
  return {
    kubeconfig,
    async cut() {
      const closing = server;
      server = undefined;
      if (closing === undefined) return;
      const closed = once(closing, 'close');
      closing.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    async mend() {
      await listen(port);
    },
  };
}
