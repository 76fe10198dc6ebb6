import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { connectDocker } from '../../src/core/docker/connectDocker.ts';
import { readEnvironment } from '../../src/core/settings/environment.ts';
import { isRoot, until } from './runEdk.ts';

export interface TestDockerd {
  /** For DOCKER_HOST. */
  readonly host: string;
  /** Ends it as a crash does; what it stored stays. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface DockerdOptions {
  readonly folder: string;
  /** `127.0.0.1:<port>` of the servers that it may reach. */
  readonly reaches: readonly string[];
}

/**
 * A Docker Engine of our own, which may break; undefined where it cannot be started. It lives in a network namespace of
 * its own, so that it leaves the bridges and rules of this machine's Engine alone, and reaches only the servers named; its
 * mounts end with it, too. Containers have no network. Its content stays at `stop`.
 */
export async function startDockerd({ folder, reaches }: DockerdOptions): Promise<TestDockerd | undefined> {
  if (!isRoot || !mayUnshare()) return undefined;
  const at = (name: string): string => join(folder, name);
  mkdirSync(folder, { recursive: true });
  const relays = await Promise.all(reaches.map((address) => openRelay(address, at(`${portOf(address)}.sock`))));
  const host = `unix://${at('docker.sock')}`;
  const namespace = `edk-test-${randomUUID()}`;
  const dockerd = [
    ...['dockerd', '--data-root', at('data'), '--exec-root', at('exec'), '--pidfile', at('pid'), '--host', host],
    ...['--iptables=false', '--ip6tables=false', '--ip-forward=false', '--bridge=none'],
    ...['--containerd-namespace', namespace, '--containerd-plugins-namespace', `${namespace}-plugins`],
  ];
  const script = [
    'ip link set lo up',
    ...relays.map(({ port, socket }) => `"$NODE" --import tsx "$RELAY" ${port} ${socket} <&3 &`),
    'exec "$@" 3<&-',
  ];
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    // The Engine waits for a containerd whose process is gone when that is a zombie, as it is where nobody buries it.
    rmSync(at('exec/containerd/containerd.pid'), { force: true });
    const log = openSync(at('log'), 'a');
    child = spawn('unshare', ['--net', '--mount', '--', 'sh', '-ec', script.join('\n'), 'sh', ...dockerd], {
      env: { ...process.env, NODE: process.execPath, RELAY: join(import.meta.dirname, 'relayPort.ts') },
      // The relays end with the fourth.
      stdio: ['ignore', log, log, 'pipe'],
    });
    closeSync(log);
    await once(child, 'spawn');
    const { docker } = await connectDocker({ ...readEnvironment().docker, host, home: folder });
    let answers = false;
    await until(
      () => {
        assert.equal(child?.exitCode, null, readFileSync(at('log'), 'utf8'));
        void docker.ping().then(
          () => (answers = true),
          () => undefined,
        );
        return answers;
      },
      () => readFileSync(at('log'), 'utf8'),
    );
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child?.stdio[3]?.destroy();
    if (child?.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  };
  await start();
  return {
    host,
    start,
    kill: () => end('SIGKILL'),
    async stop() {
      await end('SIGTERM');
      for (const { server } of relays) server.close();
    },
  };
}

function mayUnshare(): boolean {
  return spawnSync('unshare', ['--net', '--mount', '--', 'ip', 'link', 'set', 'lo', 'up']).status === 0;
}

interface Relay {
  readonly port: number;
  readonly socket: string;
  readonly server: Server;
}

/** This side of a relay: a socket in the file system that leads to a port of this machine. */
async function openRelay(address: string, socket: string): Promise<Relay> {
  const port = portOf(address);
  const server = createServer((client) => {
    const other = connect(port, '127.0.0.1');
    pipeline(client, other, () => undefined);
    pipeline(other, client, () => undefined);
  }).listen(socket);
  await once(server, 'listening');
  return { port, socket, server };
}

function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(':') + 1));
}
