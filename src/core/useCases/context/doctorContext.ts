import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { isolatedHelm, checkHelm } from '../../charts/helm.ts';
import { readDockerVersion } from '../../docker/connectDocker.ts';
import type { DoctorContext, DiskSpace } from '../../doctor/doctorContext.ts';
import { checkHealth, listExtensions } from '../../platform/platformApi.ts';
import { runTool } from '../../process/runTool.ts';
import { readLocalPlatformAt } from '../../settings/localPlatform.ts';
import { connectToDocker, connectToPlatform, connectToRegistry, type EdkContext } from './edkContext.ts';

/** Gives the doctor the same access to Docker, registry and platform as the use cases. */
export function createDoctorContext(edk: EdkContext, signal: AbortSignal): DoctorContext {
  return {
    nodeVersion: process.versions.node,
    settings: edk.settings,
    signal,
    docker: async (within) => {
      const connection = await connectToDocker(edk);
      const version = await readDockerVersion(connection, within);
      const { rootFolder } = await readEngineInfo(connection.docker);
      const isHere = connection.address.startsWith('unix://');
      return { version, endpoint: connection.address, rootFolder: isHere ? rootFolder : undefined };
    },
    helmVersion: (within) => checkHelm(isolatedHelm(edk.settings.helm, edk.settings.folders.cache), within),
    registry: async (within) => {
      const { client } = connectToRegistry(edk, edk.settings.registry.push, within);
      await client.ping(within);
    },
    platform: async (url, within) => {
      const platform = { ...connectToPlatform(edk), baseUrl: url };
      await checkHealth(platform, within);
      const { extensions } = await listExtensions(platform, within);
      const context = (await readLocalPlatformAt(url, edk.settings.folders.state))?.kubeContext;
      const into = context === undefined ? '' : `, installs into the Kubernetes context "${context}"`;
      return `${extensions.length} extensions${into}`;
    },
    toolVersion: (program, within) =>
      runTool(
        { executable: program, arguments: ['--version'], parse: ({ stdout }) => stdout.split('\n')[0] ?? '' },
        { signal: within, timeoutMs: 5000 },
      ),
    diskSpace: freeDiskSpace,
  };
}

async function readEngineInfo(docker: { info(): Promise<unknown> }): Promise<{ rootFolder: string | undefined }> {
  const info = z.object({ DockerRootDir: z.string() }).safeParse(await docker.info());
  return { rootFolder: info.data?.DockerRootDir };
}

/** Disk space at a folder, or at the nearest existing folder above it. */
export async function freeDiskSpace(folder: string): Promise<DiskSpace> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isMissing || dirname(folder) === folder) throw error;
    return freeDiskSpace(dirname(folder));
  }
}
