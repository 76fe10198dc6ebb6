/** A pod as it is to run: everything that the manifests say, references to ConfigMaps and Secrets filled in. */
export interface PodPlan {
  readonly namespace: string;
  readonly restartPolicy: 'Always' | 'OnFailure' | 'Never';
  readonly initContainers: readonly ContainerPlan[];
  readonly containers: readonly ContainerPlan[];
  readonly volumes: readonly VolumePlan[];
  readonly graceSeconds: number;
}

export interface ContainerPlan {
  readonly name: string;
  readonly image: string;
  readonly pullPolicy: 'Always' | 'IfNotPresent' | 'Never';
  readonly command: readonly string[] | undefined;
  readonly arguments: readonly string[] | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly workingFolder: string | undefined;
  /** `uid` or `uid:gid`. */
  readonly user: string | undefined;
  readonly mounts: readonly MountPlan[];
}

export interface MountPlan {
  readonly volume: string;
  readonly path: string;
  readonly subPath: string | undefined;
  readonly readOnly: boolean;
}

export type VolumePlan =
  | { readonly name: string; readonly kind: 'claim'; readonly claim: string }
  | { readonly name: string; readonly kind: 'empty' }
  | { readonly name: string; readonly kind: 'files'; readonly files: Readonly<Record<string, string>> };

/** What keeps pods running: a Job until one succeeds, a Deployment for ever. */
export interface Workload {
  readonly kind: 'Job' | 'Deployment';
  readonly name: string;
  /** Pods of a Deployment; 1 for a Job. */
  readonly replicas: number;
  /** How often a Job tries again. */
  readonly backoffLimit: number;
  /** After this time a Job counts as failed. */
  readonly deadlineSeconds: number | undefined;
  readonly pod: PodPlan;
}

/**
 * Its delete policies are not kept: containers are removed when they end and hooks are not listed, so that no policy
 * would show.
 */
export interface Hook {
  readonly events: readonly string[];
  readonly weight: number;
  readonly workload: Workload;
}

export interface ReleasePlan {
  readonly workloads: readonly Workload[];
  readonly hooks: readonly Hook[];
}
