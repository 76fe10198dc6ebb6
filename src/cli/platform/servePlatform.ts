import { connectToDocker } from '../../core/deploy/connectToDocker.ts';
import type { Toolkit } from '../../core/deploy/toolkit.ts';
import { findInstalledTool } from '../../core/settings/findInstalledTool.ts';
import { localPlatformFolder } from '../../core/settings/localPlatform.ts';
import { serveLocalPlatform } from '../../sandbox/server.ts';

export interface PlatformServeOptions {
  readonly port: number;
  readonly registryPort: number;
  readonly network: 'online' | 'offline';
}

/** Runs the local platform in this process until the signal fires. */
export async function servePlatform(kit: Toolkit, options: PlatformServeOptions, signal: AbortSignal): Promise<void> {
  const { settings, environment } = kit;
  const registryExecutable =
    environment.registryProgram ?? (await findInstalledTool(['docker-registry', 'registry'], environment));
  await serveLocalPlatform({
    stateFolder: localPlatformFolder(settings.folders.state),
    ...options,
    registryExecutable,
    buildVersion: settings.buildVersion,
    platformRegistry: settings.platformRegistry,
    namespaces: settings.namespaces,
    helm: settings.helm,
    // The real platform's list may be 30 s old; people at their own desk need not wait for that.
    listCacheSeconds: 1,
    docker: await connectToDocker(kit),
    signal,
  });
}
