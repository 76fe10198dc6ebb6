import { reachDocker, type DockerConnection } from '../core/docker/connectDocker.ts';
import { EdkError } from '../core/errors/edkError.ts';
import { readLastRecord } from '../core/settings/localPlatform.ts';
import type { ClusterAccess } from './cluster/clusterTool.ts';
import { openClusterRuntime } from './cluster/openClusterRuntime.ts';
import { createHelmTool, rememberShown } from './helm/helmTool.ts';
import { startRegistry, type RegistryProcess, endForgottenRegistry } from './registry/registryProcess.ts';
import { openEmbeddedRuntime } from './releases/openEmbeddedRuntime.ts';
import type { OpenReleaseRuntime } from './releases/releaseRuntime.ts';
import { createDockerEngine } from './runtime/createDockerEngine.ts';
import { openPlatform, type LocalPlatform } from './start/openPlatform.ts';
import type { LocalPlatformOptions } from './start/platformOptions.ts';
import { checkNotRunning, removePlatformFile, writePlatformFile, removeAccessFile } from './state/platformFile.ts';
import { openStateFolder } from './state/stateFolder.ts';

/** What runs the pods: the Docker Engine, or a cluster. */
type PodRuntime =
  | { readonly docker: DockerConnection; readonly cluster?: undefined }
  | { readonly cluster: Omit<ClusterAccess, 'helm'>; readonly docker?: undefined };

type StartOptions = LocalPlatformOptions & {
  /** Path or name of the Helm executable. */
  readonly helm: string;
} & PodRuntime;

type ServeOptions = Omit<LocalPlatformOptions, 'registry'> &
  PodRuntime & {
    readonly helm: string;
    readonly registryPort: number;
    /** Path or name; without one the usual names are looked for. */
    readonly registryExecutable?: string | undefined;
    /** Ends everything. */
    readonly signal: AbortSignal;
  };

/**
 * Starts the local platform in this process. Its pods run with the Docker Engine, or in the cluster named.
 *
 * @throws EdkError `docker.*`, `kubectl.missing`, `cluster.*`, `platform.portTaken`, `disk.*`.
 */
export async function startLocalPlatform(options: StartOptions): Promise<LocalPlatform> {
  return await openPlatform(options, {
    openRuntime: await chooseRuntime(options),
    helm: rememberShown(createHelmTool(options.helm)),
    now: () => Date.now(),
  });
}

async function chooseRuntime(options: StartOptions): Promise<OpenReleaseRuntime> {
  const { cluster, helm, namespaces } = options;
  if (cluster !== undefined) return openClusterRuntime({ ...cluster, helm });
  await reachDocker(options.docker, new AbortController().signal);
  const { docker } = options.docker;
  return openEmbeddedRuntime((state) => createDockerEngine({ docker, state, adminNamespace: namespaces.admin }));
}

/**
 * Runs the platform and its registry until the signal fires. Meanwhile `<state>/platform.json` describes them.
 *
 * @throws EdkError those of startLocalPlatform and startRegistry, `platform.alreadyRunning`, and `platform.startFailed`
 * when the registry exits.
 */
export async function serveLocalPlatform(options: ServeOptions): Promise<void> {
  await checkNotRunning(options.stateFolder);
  const state = await openStateFolder(options.stateFolder);
  const address = `localhost:${options.registryPort}`;
  const registry = await startRegistry({
    executable: options.registryExecutable,
    port: options.registryPort,
    folder: state.root,
    storageFolder: state.registry,
    signal: options.signal,
  });
  const names = { push: address, pull: address };
  const platform = await startLocalPlatform({ ...options, registry: names }).catch(async (error: unknown) => {
    await registry.stop();
    throw error;
  });
  try {
    await writePlatformFile(state.root, {
      url: platform.url,
      registry: names,
      buildVersion: options.buildVersion,
      kubeContext: options.cluster?.context,
      damage: [...state.damage, ...platform.damage],
      folders: { dags: state.dags, plugins: state.plugins, charts: state.charts, logs: state.logs },
    });
    await untilEnd(registry, options.signal);
  } finally {
    await platform.close();
    await registry.stop();
    // Last: as long as the file exists, something may still be running.
    await removePlatformFile(state.root);
  }
}

async function untilEnd(registry: RegistryProcess, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  let stop = (): void => undefined;
  const stopped = new Promise<undefined>((resolve) => {
    stop = () => resolve(undefined);
    signal.addEventListener('abort', stop, { once: true });
  });
  const output = await Promise.race([stopped, registry.ended]);
  signal.removeEventListener('abort', stop);
  if (output !== undefined) {
    throw new EdkError('platform.startFailed', 'The registry of the local platform exited.', { detail: output });
  }
}

/**
 * Ends the registry and removes the containers and networks of a platform that was killed; nothing happens when it ended
 * as it should. Pods in a cluster stay, and so does what is installed.
 *
 * @throws EdkError `docker.unreachable`.
 */
export async function removeRemains(
  stateFolder: string,
  connect: () => Promise<DockerConnection>,
): Promise<'removed' | 'none'> {
  const record = await readLastRecord(stateFolder);
  if (record === undefined) return 'none';
  const state = await openStateFolder(stateFolder);
  await endForgottenRegistry(state.root);
  if (record.kubeContext === undefined) {
    const connection = await connect();
    await reachDocker(connection, new AbortController().signal);
    await createDockerEngine({ docker: connection.docker, state, adminNamespace: '' }).removeAll();
  }
  await removeAccessFile(state.root);
  await removePlatformFile(state.root);
  return 'removed';
}
