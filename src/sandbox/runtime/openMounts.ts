import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type Dockerode from 'dockerode';
import { EdkError } from '../../core/errors/edkError.ts';
import type { MountPlan, VolumeFile, VolumePlan } from '../manifest/podPlan.ts';
import { pathInside } from '../state/pathInside.ts';
import { folderOfClaim, type StateFolder } from '../state/stateFolder.ts';
import { platformLabel, podLabel } from './dockerEngineParts.ts';
import type { ContainerRun } from './containerEngine.ts';
import { openPath } from './openPath.ts';

export interface OpenMounts {
  /** As Docker takes them, with source and target apart: no name can be read as an option. */
  readonly settings: readonly Dockerode.MountSettings[];
  /**
   * Rejects when a path inside a claim leads elsewhere by now. Docker looks a source up by its name when the container
   * starts, so this is asked right before and right after the start. What remains: another pod with the same claim that
   * exchanges a folder for a link in the moment between, and back again before the second look.
   */
  check(): Promise<void>;
}

interface OpenMount {
  readonly settings: Dockerode.MountSettings;
  readonly check?: () => Promise<void>;
}

/** Makes what a container's mounts need. @throws EdkError `platform.unsupported`, see openPath. */
export async function openMounts(run: ContainerRun, docker: Dockerode, state: StateFolder): Promise<OpenMounts> {
  const mounts: OpenMount[] = [];
  for (const mount of run.container.mounts) {
    const volume = run.volumes.find(({ name }) => name === mount.volume);
    if (volume === undefined) throw new Error(`The volume "${mount.volume}" is not part of the pod.`);
    mounts.push(await openMount({ volume, mount, run, docker, state }));
  }
  return {
    settings: mounts.map(({ settings }) => settings),
    async check() {
      for (const mount of mounts) await mount.check?.();
    },
  };
}

interface MountRequest {
  readonly volume: VolumePlan;
  readonly mount: MountPlan;
  readonly run: ContainerRun;
  readonly docker: Dockerode;
  readonly state: StateFolder;
}

async function openMount({ volume, mount, run, docker, state }: MountRequest): Promise<OpenMount> {
  const { path: Target, subPath = '' } = mount;
  switch (volume.kind) {
    case 'claim': {
      const folder = folderOfClaim(state, volume.claim);
      await mkdir(folder, { recursive: true });
      return await bind(folder, subPath, { Target, ReadOnly: mount.readOnly || volume.readOnly });
    }
    case 'files': {
      const folder = pathInside(state.pods, run.pod, volume.name);
      await writeFiles(folder, volume.files);
      return await bind(folder, subPath, { Target, ReadOnly: true });
    }
    case 'empty': {
      // A volume of Docker's and no folder: what a container writes as root could not be removed here otherwise.
      const name = `${state.id}-${run.pod}-${volume.name}`;
      await docker.createVolume({ Name: name, Labels: { [platformLabel]: state.id, [podLabel]: run.pod } });
      return { settings: { Type: 'volume', Source: name, Target, ReadOnly: mount.readOnly } };
    }
    case 'ownClaim':
      throw new Error(`The volume "${volume.name}" has no claim.`);
  }
}

async function bind(
  folder: string,
  subPath: string,
  end: Pick<Dockerode.MountSettings, 'Target' | 'ReadOnly'>,
): Promise<OpenMount> {
  const opened = await openPath(folder, subPath);
  return {
    settings: { Type: 'bind', Source: opened.path, ...end },
    async check() {
      const now = await openPath(folder, subPath);
      if (now.path === opened.path && now.identity === opened.identity) return;
      throw new EdkError(
        'platform.unsupported',
        `The folder at "${subPath}" of a volume was replaced in the meantime.`,
      );
    },
  };
}

async function writeFiles(folder: string, files: readonly VolumeFile[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { path, content, mode } of files) {
    const file = pathInside(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
    // There is no group of the pod's here: what Kubernetes opens to it is open to all, behind the state folder's door.
    await chmod(file, mode | 0o444);
  }
}
