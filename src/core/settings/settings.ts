import { stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Everything that can be configured, after all sources were joined. */
export interface Settings {
  /** The platform's version, e.g. `0.6.0` or `0.6.1-12-gabc1234`: version of charts and tag of images. */
  readonly buildVersion: string;
  /** Branch of the Kaapana repository that `edk init` clones. */
  readonly buildBranch: string | undefined;
  readonly registry: RegistryNames;
  /** Whether it was named by a project's edk.yaml: no credentials of the environment go there. */
  readonly registryFromProject: boolean;
  /** Registry of the platform's own images (REGISTRY_URL), e.g. `registry.example.org/kaapana`. */
  readonly platformRegistry: string | undefined;
  /** Base address of the platform's API, ending in `/kube-helm-api`; undefined when there is no platform. */
  readonly platformUrl: string | undefined;
  /** Where that address was set, e.g. `KUBE_HELM_URL`. */
  readonly platformUrlSource: string | undefined;
  /** Whether that address was named by a project's edk.yaml: no credentials of the environment go there. */
  readonly platformUrlFromProject: boolean;
  /** Certificates that are trusted beside the system's: a file with PEM. */
  readonly certificatesFile: string | undefined;
  /** How long the platform may take to answer a question; undefined for what suits each question. */
  readonly platformDeadlineMs: number | undefined;
  /** In whose name applications are launched; undefined when none is chosen. */
  readonly platformProject: PlatformProject | undefined;
  /** A clone of the Kaapana repository: base images and `file://` chart dependencies. */
  readonly kaapanaRepository: string | undefined;
  /** Folder in which projects are made. */
  readonly workspace: string;
  /** Folder of the platform's volumes (VOLUME_PATH), where image tars are placed for the platform. */
  readonly volumeFolder: string | undefined;
  readonly proxy: ProxySettings;
  /** How many images are built and pushed at once. */
  readonly workers: number;
  /** Which tag operators and charts name: the one from the content, or the build version as the platform's kit. */
  readonly carriedTag: 'immutable' | 'version';
  /** Whether a built image is asked for what its sources import. */
  readonly importCheck: 'on' | 'off';
  readonly buildArguments: Readonly<Record<string, string>>;
  /** Image that the base images of our templates start from. */
  readonly rootImage: string;
  /** Path or name of the Helm executable. */
  readonly helm: string;
  readonly namespaces: { readonly admin: string; readonly services: string };
  readonly folders: { readonly state: string; readonly cache: string };
}

/** A project of the platform; its users and data belong to it. */
export interface PlatformProject {
  readonly id: string;
  readonly name: string;
}

/** One registry under its two names, each `host:port`, optionally with a path. */
export interface RegistryNames {
  /** The name the builder pushes to (LOCAL_REGISTRY_URL). */
  readonly push: string;
  /** The name the cluster pulls from; charts and operators carry it. */
  readonly pull: string;
}

export interface ProxySettings {
  readonly http: string | undefined;
  readonly https: string | undefined;
  readonly no: string | undefined;
}

/** Where `edk init` keeps its clone of the Kaapana repository at a version. */
export function cloneFolder(cacheFolder: string, buildVersion: string): string {
  return join(cacheFolder, 'kaapana', buildVersion);
}

export async function findClone(cacheFolder: string, buildVersion: string): Promise<string | undefined> {
  const folder = cloneFolder(cacheFolder, buildVersion);
  return stat(folder).then(
    () => folder,
    () => undefined,
  );
}
