import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type Dockerode from 'dockerode';
import type { MountPlan, VolumePlan } from '../manifest/podPlan.ts';
import { folderOfClaim, type StateFolder } from '../state/stateFolder.ts';
import { platformLabel, podLabel } from './containerSettings.ts';
import type { ContainerRun } from './containerEngine.ts';

/** Makes what a container's mounts need and names it as Docker's binds. */
export async function openBinds(run: ContainerRun, docker: Dockerode, state: StateFolder): Promise<string[]> {
  const binds: string[] = [];
  for (const mount of run.container.mounts) {
    const volume = run.volumes.find(({ name }) => name === mount.volume);
    if (volume === undefined) throw new Error(`The volume "${mount.volume}" is not part of the pod.`);
    const source = await openVolume({ volume, mount, run, docker, state });
    binds.push(`${source}:${mount.path}${mount.readOnly || volume.kind === 'files' ? ':ro' : ''}`);
  }
  return binds;
}

interface VolumeRequest {
  readonly volume: VolumePlan;
  readonly mount: MountPlan;
  readonly run: ContainerRun;
  readonly docker: Dockerode;
  readonly state: StateFolder;
}

async function openVolume({ volume, mount, run, docker, state }: VolumeRequest): Promise<string> {
  switch (volume.kind) {
    case 'claim': {
      const folder = join(folderOfClaim(state, volume.claim), mount.subPath ?? '');
      await mkdir(folder, { recursive: true });
      return folder;
    }
    case 'files': {
      const folder = join(state.pods, run.pod, volume.name);
      await mkdir(folder, { recursive: true });
      for (const [name, content] of Object.entries(volume.files)) await writeFile(join(folder, name), content);
      return join(folder, mount.subPath ?? '');
    }
    case 'empty': {
      if (mount.subPath !== undefined) throw new Error('A subPath of an emptyDir is not modelled.');
      // A volume of Docker's and no folder: what a container writes as root could not be removed here otherwise.
      const name = `${state.id}-${run.pod}-${volume.name}`;
      await docker.createVolume({ Name: name, Labels: { [platformLabel]: state.id, [podLabel]: run.pod } });
      return name;
    }
  }
}
