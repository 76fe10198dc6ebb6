import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort } from '../../scripts/setup/freePort.mjs';

export interface TestRegistry {
  /** `127.0.0.1:<port>` */
  readonly address: string;
  /** Where it keeps its content. */
  readonly storage: string;
  /** Ends it as a crash does; what it stored stays. */
  kill(): Promise<void>;
  /** Again at the same address. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

interface RegistryOptions {
  /** Of loopback; a free one without it. */
  readonly port?: number;
  /** Where it keeps its content, in a folder that stays; one of its own without it. */
  readonly storage?: string;
  readonly htpasswd?: string;
  /** Paths of PEM files; it then speaks https only. */
  readonly tls?: { readonly certificate: string; readonly key: string };
}

const programs = ['registry', 'docker-registry'];

/**
 * A real registry on a free port of this machine, empty, gone with its content at `stop`. The program is EDK_REGISTRY,
 * else `registry` or `docker-registry` on PATH.
 */
export async function startRegistry(options: RegistryOptions = {}): Promise<TestRegistry> {
  const folder = await mkdtemp(join(tmpdir(), 'edk-registry-'));
  const port = options.port ?? (await freePort());
  const storage = options.storage ?? join(folder, 'storage');
  const config = join(folder, 'config.json');
  const htpasswd = join(folder, 'htpasswd');
  if (options.htpasswd !== undefined) await writeFile(htpasswd, options.htpasswd);
  // JSON is YAML too.
  const content = {
    version: 0.1,
    log: { level: 'error' },
    storage: { filesystem: { rootdirectory: storage }, delete: { enabled: true } },
    http: {
      addr: `127.0.0.1:${port}`,
      ...(options.tls === undefined ? {} : { tls: { certificate: options.tls.certificate, key: options.tls.key } }),
    },
    ...(options.htpasswd === undefined ? {} : { auth: { htpasswd: { realm: 'test', path: htpasswd } } }),
  };
  await writeFile(config, JSON.stringify(content));
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    child = await launch(['serve', config]);
    await answering(port);
  };
  const kill = async (): Promise<void> => {
    if (child?.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  await start();
  return {
    address: `127.0.0.1:${port}`,
    storage,
    kill,
    start,
    async stop() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function launch(parameters: string[]): Promise<ChildProcess> {
  const chosen = process.env['EDK_REGISTRY'];
  for (const program of chosen === undefined ? programs : [chosen]) {
    const child = spawn(program, parameters, { stdio: 'ignore' });
    const started = await once(child, 'spawn').then(
      () => true,
      () => false,
    );
    if (started) return child;
  }
  throw new Error('No registry program was found; set EDK_REGISTRY to its path.');
}

async function answering(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const socket = connect(port, '127.0.0.1');
    const answered = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (answered) return;
    await setTimeout(50);
  }
  throw new Error(`The registry does not answer at port ${port}.`);
}
