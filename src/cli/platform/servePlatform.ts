import { connectToDocker, type EdkContext } from '../../core/useCases/context/edkContext.ts';
import { findInstalledTool } from '../../core/settings/environment.ts';
import { localPlatformFolder } from '../../core/settings/localPlatform.ts';
import { serveLocalPlatform } from '../../sandbox/server.ts';

export interface PlatformServeOptions {
  readonly port: number;
  readonly registryPort: number;
  readonly network: 'online' | 'offline';
  /** Cluster to install into; without it, pods run with Docker. */
  readonly kubeContext: string | undefined;
}

/** Runs the local platform in this process until the signal fires. */
export async function servePlatform(
  edk: EdkContext,
  options: PlatformServeOptions,
  signal: AbortSignal,
): Promise<void> {
  const { settings, environment } = edk;
  const registryExecutable =
    environment.registryProgram ?? (await findInstalledTool(['docker-registry', 'registry'], environment));
  const { port, registryPort, network, kubeContext } = options;
  const runtime =
    kubeContext === undefined
      ? { docker: await connectToDocker(edk) }
      : { cluster: await clusterOf(kubeContext, environment) };
  await serveLocalPlatform({
    stateFolder: localPlatformFolder(settings.folders.state),
    port,
    registryPort,
    network,
    ...runtime,
    registryExecutable,
    buildVersion: settings.buildVersion,
    platformRegistry: settings.platformRegistry,
    namespaces: settings.namespaces,
    helm: settings.helm,
    // The real platform's list may be 30 s old; nobody needs to wait for that on their own machine.
    listCacheSeconds: 1,
    signal,
  });
}

async function clusterOf(context: string, environment: EdkContext['environment']) {
  const { kubeconfig } = environment;
  const kubectl = environment.kubectl ?? (await findInstalledTool(['kubectl'], environment)) ?? 'kubectl';
  return { context, kubeconfig, kubectl };
}
